package dev.thimble.cli.release;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/** Writes a zip whose bytes follow from its files alone, and in which programs stay programs. */
final class Zip {
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private Zip() {}

    /**
     * Writes the zip beside its place first, so that it is there whole or not at all.
     *
     * @param folder that all files lie in, within the zip
     */
    static void write(Path zip, String folder, SortedMap<String, Path> files) throws IOException {
        Path part = zip.resolveSibling(zip.getFileName() + ".part");
        Files.deleteIfExists(part);
        URI uri = URI.create("jar:" + part.toUri());
        try (FileSystem system =
                FileSystems.newFileSystem(uri, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                add(system.getPath(folder, file.getKey()), file.getValue());
            }
        }
        Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void add(Path entry, Path file) throws IOException {
        Files.createDirectories(entry.getParent());
        Files.write(entry, Files.readAllBytes(file));
        String rights = Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(rights));
        for (Path at = entry; at != null; at = at.getParent()) {
            Files.setLastModifiedTime(at, TIME);
        }
    }
}
