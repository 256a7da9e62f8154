package dev.thimble.simulate.real;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What signs the images of rounds for devices in the field, one after the other.
 *
 * <p>Not thread-safe.
 */
public final class Releases {
    private final SigningKey key;
    private final Audience audience;
    private final Path folder;
    private ModelImage installed;
    private long sequence;

    /**
     * Releases for devices that have an image.
     *
     * @param key that they trust
     * @param audience what they are
     * @param factory the image
     * @param folder that images and packages are written to
     */
    public Releases(SigningKey key, Audience audience, ModelImage factory, Path folder) {
        this.key = key;
        this.audience = audience;
        this.installed = factory;
        this.folder = folder;
    }

    /** The image of the next round. */
    Release next(TrainedModel model) {
        ModelImage image = ModelImage.of(model.image());
        sequence++;
        byte[] suit = new Contents(image, Optional.of(installed), audience, sequence, Optional.empty())
                .sign(key)
                .bytes();
        installed = image;
        written("suit", suit);
        return new Release(written("bin", image.bytes()), suit);
    }

    private Path written(String ending, byte[] bytes) {
        Path file = folder.resolve("round-" + sequence + "." + ending);
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", file, e.toString()), e);
        }
    }
}
