package dev.thimble.update.wire;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of others, which may be of any size, or have no end. */
public final class InputFile {
    /** More than any microcontroller has of flash. */
    public static final int MOST = 1 << 26;

    private InputFile() {}

    /**
     * All bytes of a file.
     *
     * @param most bytes that are accepted
     * @throws ThimbleException where it cannot be read, or has more
     */
    public static byte[] read(Path file, int most) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new ThimbleException(InputProblem.FILE_TOO_LONG.at("", file, most));
            }
            return bytes;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }
}
