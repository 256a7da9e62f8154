package dev.thimble.cli.update;

import dev.thimble.artifact.OutFolder;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.Contents;
import dev.thimble.update.pack.SuitPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the device of a demonstration is sent.
 *
 * @param trusted the key that signed
 * @param older a package with a number below that of the head
 * @param head the new head, by the parts that differ
 * @param back the old head again, as a package that is damaged on its way
 * @param otherProgram an image for other code
 * @param whole bytes of a package that would bring the head's image as a whole
 */
record DemoPackages(
        PublicKey trusted, SuitPackage older, SuitPackage head, SuitPackage back, SuitPackage otherProgram, int whole) {
    /** Of the key's trees: enough for two hundred demonstrations. */
    static final Heights HEIGHTS = new Heights(List.of(5, 5));

    /** A package's signature begins before this byte, and so many bytes before its payload its manifest is under way. */
    private static final int INSIDE = 200;

    /** Signs them with the next one-time keys, and writes those that are whole into the folder. */
    static DemoPackages sign(SigningKey key, Audience audience, DemoModels models, Path folder) {
        Signing signing = new Signing(key, audience, folder);
        ModelImage factory = image(models.factory());
        ModelImage head = image(models.newHead());
        return new DemoPackages(
                key.publicKey(),
                signing.made("older.suit", 1, head, Optional.of(factory)),
                signing.made("new-head.suit", 2, head, Optional.of(factory)),
                signing.made("old-head.suit", 3, factory, Optional.of(head)),
                signing.made("other-program.suit", 4, image(models.otherProgram()), Optional.empty()),
                signing.wholeBytes(head));
    }

    private static ModelImage image(OutFolder folder) {
        return ModelImage.read(folder.folder());
    }

    private record Signing(SigningKey key, Audience audience, Path folder) {
        SuitPackage made(String name, long sequence, ModelImage image, Optional<ModelImage> base) {
            SuitPackage made = new Contents(image, base, audience, sequence, Optional.empty()).sign(key);
            Path file = folder.resolve(name);
            try {
                Files.write(file, made.bytes());
            } catch (IOException e) {
                throw new ThimbleException(UpdateProblem.FILE_UNWRITABLE.at("-o", file, e.toString()), e);
            }
            return made;
        }

        int wholeBytes(ModelImage image) {
            return new Contents(image, Optional.empty(), audience, 1, Optional.empty()).packageBytes(HEIGHTS);
        }
    }

    /** The package that goes back, with a bit of its payload changed. */
    byte[] flippedPayload() {
        byte[] bytes = back.bytes();
        return flipped(bytes.length - 1);
    }

    /** With a bit of its signature changed. */
    byte[] flippedSignature() {
        return flipped(INSIDE + back.signatureBytes() / 2);
    }

    /** With a bit of its manifest changed. */
    byte[] flippedManifest() {
        return flipped(back.bytes().length - back.payload().length - INSIDE);
    }

    private byte[] flipped(int at) {
        byte[] bytes = back.bytes();
        bytes[at] ^= 1;
        return bytes;
    }
}
