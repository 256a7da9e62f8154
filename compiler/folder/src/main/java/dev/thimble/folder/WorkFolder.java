package dev.thimble.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A fresh folder beside a package: the next package is made in it, and the one before waits in it until it is deleted.
 * Its mark says whose it is, so that what a killed process left can be told from a user's folder, and put right.
 *
 * @param place the package's place
 * @param folder where it is
 */
record WorkFolder(Place place, Path folder) {
    private static final String MARK = ".thimble-work";
    private static final String HEAD = "thimble-work 1\n";

    static WorkFolder create(Place place) throws IOException {
        WorkFolder work = new WorkFolder(place, Files.createTempDirectory(place.parent(), place.prefix()));
        Files.writeString(work.mark(), HEAD + place.name() + "\n");
        return work;
    }

    /** Those that killed processes left; to be asked for by the holder of the lock only. */
    static List<WorkFolder> left(Place place) throws IOException {
        try (Stream<Path> entries = Files.list(place.parent())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(place.prefix()))
                    .map(entry -> new WorkFolder(place, entry))
                    .filter(WorkFolder::isOurs)
                    .toList();
        } catch (NotDirectoryException e) {
            return List.of();
        }
    }

    private boolean isOurs() {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.isRegularFile(mark(), LinkOption.NOFOLLOW_LINKS)
                    && (HEAD + place.name() + "\n").startsWith(Files.readString(mark()));
        } catch (IOException e) {
            return false;
        }
    }

    private Path mark() {
        return folder.resolve(MARK);
    }

    private Path next() {
        return folder.resolve("new");
    }

    private Path before() {
        return folder.resolve("old");
    }

    /** Writes the next package, its list first, so that whatever was written is on a list at any time. */
    void fill(Map<String, byte[]> files, StepHook hook) throws IOException {
        Files.createDirectory(next());
        Files.write(next().resolve(PackageMark.FILE), PackageMark.of(files).print());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = next().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue(), StandardOpenOption.CREATE_NEW);
            hook.after(StepHook.Step.FILE_WRITTEN);
        }
    }

    /** Lets the next package take its place; when that fails, the one before is in its place again. */
    void swap(StepHook hook) throws IOException {
        if (!place.exists()) {
            Files.move(next(), place.target(), StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        keepPermissions();
        Files.move(place.target(), before(), StandardCopyOption.ATOMIC_MOVE);
        try {
            hook.after(StepHook.Step.MOVED_ASIDE);
            Files.move(next(), place.target(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            putBack();
            throw e;
        }
        hook.after(StepHook.Step.PLACED);
    }

    private void keepPermissions() throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(place.target(), PosixFileAttributeView.class);
        PosixFileAttributeView to = Files.getFileAttributeView(next(), PosixFileAttributeView.class);
        if (from != null && to != null) {
            to.setPermissions(from.readAttributes().permissions());
        }
    }

    /** Undoes a swap that was not finished. */
    void putBack() throws IOException {
        if (Files.exists(before(), LinkOption.NOFOLLOW_LINKS) && !place.exists()) {
            Files.move(before(), place.target(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Deletes what Thimble wrote; whether nothing was left, which a user had put there meanwhile. */
    boolean delete() throws IOException {
        for (Path part : List.of(next(), before())) {
            if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                new Tree(part, PackageFolder.markOf(part)).delete();
            }
        }
        if (!Files.exists(next()) && !Files.exists(before())) {
            Files.deleteIfExists(mark());
        }
        Tree.deleteIfEmpty(folder);
        return !Files.exists(folder);
    }
}
