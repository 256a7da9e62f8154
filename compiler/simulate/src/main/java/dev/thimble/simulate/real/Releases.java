package dev.thimble.simulate.real;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Downlink;
import dev.thimble.update.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What signs the images of rounds for devices in the field, one after the other.
 *
 * <p>Not thread-safe.
 */
public final class Releases {
    private final SigningKey key;
    private final Path folder;
    private TrainedModel installed;
    private long sequence;

    /**
     * Releases for devices that have an image.
     *
     * @param key that they trust
     * @param factory the model of the image
     * @param folder that images and packages are written to
     */
    public Releases(SigningKey key, TrainedModel factory, Path folder) {
        this.key = key;
        this.installed = factory;
        this.folder = folder;
    }

    /** The image of the next round. */
    Release next(TrainedModel model) {
        sequence++;
        byte[] suit = Downlink.update(installed, model, sequence).sign(key).bytes();
        installed = model;
        written("suit", suit);
        return new Release(written("bin", model.image()), suit);
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
