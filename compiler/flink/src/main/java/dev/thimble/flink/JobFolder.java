package dev.thimble.flink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a job keeps on the disk until it ended: checkpoints, and the classes that are sent to a cluster.
 *
 * @param path of the folder
 */
record JobFolder(Path path) implements Closeable {
    private static final int ATTEMPTS = 10;

    /** A new one in a folder. */
    static JobFolder in(Path folder) throws IOException {
        return new JobFolder(Files.createTempDirectory(Files.createDirectories(folder), "flink-"));
    }

    /** Deletes it, while Flink, which has given its result by then, may be deleting in it and writing its last files, too. */
    @Override
    public void close() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
            Files.walkFileTree(path, new Deletion());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException gone) throws IOException {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                // the next attempt finds what came
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
