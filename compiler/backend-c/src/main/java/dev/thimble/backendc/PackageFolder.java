package dev.thimble.backendc;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a package so that it is there whole or not at all: into a folder beside the target first, which then takes the
 * target's place.
 */
public final class PackageFolder {
    /** A folder with this file in it was written by the compiler and may be replaced. */
    public static final String MARK = "report.json";

    private final Path target;

    /** The folder of a package, which may not exist yet. */
    public PackageFolder(Path target) {
        this.target = target.toAbsolutePath().normalize();
    }

    /** Writes files by their path below the folder. */
    public void write(Map<String, byte[]> files) {
        refuseForeign();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            delete(partial);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = partial.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            delete(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            forget(partial);
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("-o", target, e.toString()), e);
        }
    }

    /** Nothing half-written stays behind, as far as the disk that just failed allows it. */
    private static void forget(Path partial) {
        try {
            delete(partial);
        } catch (IOException e) {
            // the write's own failure is what the user is told
        }
    }

    private void refuseForeign() {
        if (Files.exists(target) && !isEmptyFolder() && !Files.exists(target.resolve(MARK))) {
            throw new ThimbleException(InputProblem.FOLDER_NOT_OURS.at("-o", target));
        }
    }

    private boolean isEmptyFolder() {
        try (Stream<Path> entries = Files.list(target)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }

    /** A text file's bytes. */
    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of a file of the checkout. */
    public static byte[] copy(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
