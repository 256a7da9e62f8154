package dev.thimble.update.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files so that whatever ends the process, or the machine, the old content or the new one is there, whole; and that
 * once a call returns it is the new one.
 */
public final class DurableFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private DurableFile() {}

    /** What can be done when a call ends. */
    public enum Step {
        /** The new content is written, under another name. */
        WRITTEN,
        /** It is on the disk. */
        SYNCED,
        /** It has the file's name. */
        RENAMED,
        /** So it has on the disk. */
        FOLDER_SYNCED
    }

    /** Lets a test end the process after any step. */
    @FunctionalInterface
    public interface Hook {
        /** Called after a step. */
        void after(Step step) throws IOException;
    }

    /** Replaces a file by one that only its owner reads. Only one caller at a time may write it. */
    public static void write(Path file, byte[] content, Hook hook) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        // one that is there was left by a process that ended while it wrote
        Files.deleteIfExists(next);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(next, options, OWNERS_ONLY)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            hook.after(Step.WRITTEN);
            channel.force(true);
            hook.after(Step.SYNCED);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        hook.after(Step.RENAMED);
        syncFolder(file.getParent());
        hook.after(Step.FOLDER_SYNCED);
    }

    /** A new name is on the disk only when its folder is. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
