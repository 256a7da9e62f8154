package dev.thimble.cli.shell;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.verify.data.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is gone when it is closed.
 *
 * @param folder where it is
 */
public record Scratch(Path folder) implements AutoCloseable {

    /** A new one, in the system's folder for such things. */
    public static Scratch create() {
        try {
            return new Scratch(Files.createTempDirectory("thimble-"));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", "java.io.tmpdir", e.toString()), e);
        }
    }

    /**
     * A data file that can be read more than once: the file itself, or, of a pipe, what comes out of it. Of more than a
     * data file may have, only so much is kept that it is seen to be too long.
     */
    public Path readable(Path data) {
        if (Files.isRegularFile(data) || Files.isDirectory(data) || Files.notExists(data)) {
            return data;
        }
        Path copy = folder.resolve("data");
        try (InputStream pipe = Files.newInputStream(data);
                OutputStream kept = Files.newOutputStream(copy)) {
            long left = DataFile.LONGEST_FILE + 1;
            byte[] bytes = new byte[1 << 16];
            for (int read = pipe.read(bytes); read >= 0 && left > 0; read = pipe.read(bytes)) {
                kept.write(bytes, 0, (int) Math.min(read, left));
                left -= read;
            }
            return copy;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", data, e.toString()), e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }
}
