package dev.thimble.transport.files;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Task;
import dev.thimble.transport.Pauses;
import dev.thimble.update.key.DurableFile;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The folder that server and devices share: {@code task/DEVICE}, {@code receipt/DEVICE} and {@code update/DEVICE/SHA-256}.
 * A file is there whole or not at all, also after a loss of power.
 *
 * @param root the folder, which need not be there yet
 */
record Mailbox(Path root) {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String DEVICE = "[0-9a-f]{32}";
    private static final String DIGEST = "[0-9a-f]{64}";

    /** More than any record has. */
    private static final int MOST_BYTES = 8 * Task.MOST_PARAMETERS;

    Path task(Octets device) {
        return root.resolve("task").resolve(device.hex());
    }

    Path receipt(Octets device) {
        return root.resolve("receipt").resolve(device.hex());
    }

    Path update(Octets device, byte... record) {
        return updates().resolve(device.hex()).resolve(Octets.sha256(record).hex());
    }

    private Path updates() {
        return root.resolve("update");
    }

    /** Replaces a file by another. */
    static void write(Path file, byte... content) {
        try {
            Files.createDirectories(file.getParent());
            DurableFile.write(file, content, step -> {});
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", file, e.toString()), e);
        }
    }

    /** What a file has, but for what is more than any message has. */
    static Optional<byte[]> read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(stream.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", file, e.toString()), e);
        }
    }

    /** Any update that is there. */
    Optional<Path> anyUpdate() {
        return named(updates(), DEVICE).stream()
                .flatMap(device -> named(device, DIGEST).stream())
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** The files of a folder whose name is of this form: those under way have another one. */
    private static List<Path> named(Path folder, String form) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            Stream<Path> all = StreamSupport.stream(files.spliterator(), false);
            return all.filter(file -> file.getFileName().toString().matches(form))
                    .toList();
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }

    /** Looks until there is something, or patience ends. */
    static <T> Optional<T> awaited(Supplier<Optional<T>> look, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            Pauses.real().pause(LOOK);
            found = look.get();
        }
        return found;
    }
}
