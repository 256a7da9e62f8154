package dev.thimble.cli.update;

import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.Shown;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.Contents;
import dev.thimble.update.pack.SuitPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a package says of itself, which key signs it, and where it goes. */
public final class PackageFlags {
    @Option(names = "--key", paramLabel = "KEY", required = true, description = "the private key of update keygen")
    private Path key;

    @Option(
            names = "--sequence",
            paramLabel = "N",
            required = true,
            description = "the package's number: above that of the one before")
    private String sequence;

    @Option(names = "--vendor", paramLabel = "V", required = true, description = "your domain, or a UUID")
    private String vendor;

    @Option(
            names = "--class",
            paramLabel = "C",
            required = true,
            description = "which of your devices: a name, or a UUID")
    private String deviceClass;

    @Option(names = "--device", paramLabel = "UUID", description = "the only device that may take it")
    private Optional<String> device = Optional.empty();

    @Option(names = "--revoke", paramLabel = "KEYID", description = "a key that devices are to trust no more")
    private Optional<String> revoked = Optional.empty();

    @Option(names = "-o", paramLabel = "FILE", required = true, description = "the package, FILE.suit")
    private Path out;

    /**
     * What is to be signed.
     *
     * @param base the image that devices run, where only what differs from it is to be sent
     */
    public Contents contents(ModelImage image, Optional<ModelImage> base) {
        Audience audience = Audience.named(vendor, deviceClass, device);
        long number = Words.sequence("--sequence", sequence, 1);
        return new Contents(image, base, audience, number, revoked.map(Words::keyId));
    }

    /** Signs a package, which takes a one-time key, and writes it. */
    public SuitPackage write(Contents contents) {
        refuseWhatIsInTheWay();
        Runnable waiting = () -> new TerminalProgress().stage("waiting for another thimble that signs with " + key);
        SuitPackage made = contents.sign(SigningKey.at(key, waiting));
        write(made.bytes());
        return made;
    }

    /** Where it is. */
    public Path file() {
        return out;
    }

    /** What was written, in a line for people. */
    public String line(Contents contents, SuitPackage made) {
        return String.format(
                Locale.ROOT,
                "%s: %,d bytes, payload %,d (%s)",
                Shown.line(out.toString()),
                made.bytes().length,
                made.payload().length,
                contents.base().isPresent() ? "parts of the image" : "the whole image");
    }

    /** Asked before a one-time key is taken: only a package is written over. */
    private void refuseWhatIsInTheWay() {
        try {
            if (Files.exists(out) && !(Files.isRegularFile(out) && SuitPackage.begins(firstBytes()))) {
                throw new ThimbleException(InputProblem.FILE_IN_THE_WAY.at("-o", out));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private byte[] firstBytes() throws IOException {
        try (var stream = Files.newInputStream(out)) {
            return stream.readNBytes(SuitPackage.BEGINNING_BYTES);
        }
    }

    private void write(byte[] bytes) {
        try {
            Files.write(out, bytes);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ThimbleException unwritable(IOException e) {
        return new ThimbleException(UpdateProblem.FILE_UNWRITABLE.at("-o", out, e.toString()), e);
    }
}
