package dev.thimble.frontend.files;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of a model folder. This is the one place through which they are read: each is a regular file of a limited size,
 * and not a stand-in for one.
 *
 * @param name its name in the folder
 * @param longest the most bytes that are accepted
 */
public record FolderFile(String name, long longest) {
    private static final byte[] POINTER =
            "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of the longest pointer that Git LFS writes. */
    private static final long LONGEST_POINTER = 1024;

    /** Whether there is something of its name, be it a file or not. */
    public boolean isIn(Path folder) {
        return Files.exists(in(folder), LinkOption.NOFOLLOW_LINKS);
    }

    /** Where it is. */
    public Path in(Path folder) {
        return folder.resolve(name);
    }

    /**
     * The whole file.
     *
     * @throws ThimbleException THM-0105, THM-0137, THM-0138 or THM-0801 when it is not to be read
     */
    public byte[] read(Path folder) {
        check(folder);
        return bytes(folder, longest);
    }

    /**
     * Refuses what must not be opened or is not the file itself.
     *
     * @throws ThimbleException THM-0105, THM-0137, THM-0138 or THM-0801
     */
    public void check(Path folder) {
        if (!Files.isRegularFile(in(folder))) {
            throw new ThimbleException(ModelProblem.NOT_A_FILE.at(name));
        }
        long size = size(folder);
        if (size > longest) {
            throw tooLarge(size);
        }
        if (size <= LONGEST_POINTER && isPointer(bytes(folder, LONGEST_POINTER))) {
            throw new ThimbleException(ModelProblem.LFS_POINTER.at(name));
        }
    }

    private static boolean isPointer(byte[] bytes) {
        return bytes.length >= POINTER.length && Arrays.equals(bytes, 0, POINTER.length, POINTER, 0, POINTER.length);
    }

    /** How many bytes it has. */
    public long size(Path folder) {
        try {
            return Files.size(in(folder));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The file may grow while it is read: no more is taken than it may have. */
    private byte[] bytes(Path folder, long most) {
        try (InputStream in = Files.newInputStream(in(folder))) {
            byte[] bytes = in.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw tooLarge(bytes.length);
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ThimbleException tooLarge(long size) {
        return new ThimbleException(ModelProblem.FILE_TOO_LARGE.at(name, size, longest));
    }

    private ThimbleException unreadable(IOException e) {
        return new ThimbleException(
                InputProblem.FILE_UNREADABLE.at("", name, e.getClass().getSimpleName()), e);
    }
}
