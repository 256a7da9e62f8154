package dev.thimble.folder;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A package that is there, to commands that add to it. They write only files that are on its list or that were not there
 * before, and no two write at once.
 *
 * @param folder where it is
 */
public record PackageFolder(Path folder) {
    private static final int NAMED = 5;
    private static final String PART = ".thimble-part";

    /** Writes a package without work that could be lost; its folder. */
    public static PackageFolder write(Path target, Map<String, byte[]> files) {
        try (Replacement replacement = Replacement.begin(target, () -> {})) {
            replacement.finish(files);
        }
        return new PackageFolder(target);
    }

    /** Whether a folder has a package's list of files. */
    public static boolean isMarked(Path folder) {
        return Files.isRegularFile(folder.resolve(PackageMark.FILE), LinkOption.NOFOLLOW_LINKS);
    }

    /** A folder's list; an empty one where it has none. */
    static PackageMark markOf(Path folder) throws IOException {
        return isMarked(folder)
                ? PackageMark.parse(Files.readAllBytes(folder.resolve(PackageMark.FILE)), folder)
                : PackageMark.of(Map.of());
    }

    /** Files as a folder holds them, with their list. */
    public static SortedMap<String, byte[]> withList(Map<String, byte[]> files) {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        all.put(PackageMark.FILE, PackageMark.of(files).print());
        return all;
    }

    /** The first few names of a list that may be long. */
    static String some(List<String> names) {
        String first = names.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }

    /**
     * Puts a package that was moved aside by a process that was then killed back to its place, and deletes what such
     * processes left.
     */
    public static void putRight(Path target) {
        Place place = Place.of(target);
        try {
            if (Files.isDirectory(place.parent()) && !WorkFolder.left(place).isEmpty()) {
                FolderLock lock = FolderLock.take(place.lock(), () -> {});
                try {
                    putRight(place);
                } finally {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw Place.unwritable(target, e.toString(), e);
        }
    }

    /** The same for the holder of the lock. */
    static void putRight(Place place) throws IOException {
        for (WorkFolder left : WorkFolder.left(place)) {
            left.putBack();
            left.delete();
        }
    }

    /**
     * Does some work while no other process and no other thread writes into the package.
     *
     * @param waiting told when one does and is waited for
     */
    public <T> T alone(Runnable waiting, Supplier<T> work) {
        return writing(waiting, work::get);
    }

    @FunctionalInterface
    private interface Work<T> {
        T done() throws IOException;
    }

    private <T> T writing(Runnable waiting, Work<T> work) {
        try {
            FolderLock lock = FolderLock.take(real().resolve(Tree.LOCK), waiting);
            try {
                return work.done();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw Place.unwritable(folder, e.toString(), e);
        }
    }

    private Path real() throws IOException {
        return folder.toRealPath();
    }

    private Tree tree() throws IOException {
        return new Tree(folder, markOf(folder));
    }

    /**
     * Makes a folder ready for files that are made anew each time: puts them on the list and deletes those that an earlier
     * build made. Ends with a diagnostic where one of them would be written over a file of somebody else.
     *
     * @param below the folder, below the package's
     * @param names the files, below that folder
     * @return the folder
     */
    public Path fresh(String below, Collection<String> names) {
        List<String> paths = names.stream().map(name -> below + "/" + name).toList();
        return writing(() -> {}, () -> {
            claim(paths);
            tree().deleteListed(below + "/");
            for (String path : paths) {
                Files.createDirectories(folder.resolve(path).getParent());
            }
            return folder.resolve(below);
        });
    }

    private void claim(Collection<String> paths) throws IOException {
        Tree tree = tree();
        PackageMark mark = tree.mark();
        for (String path : paths) {
            if (tree.isForeign(path)) {
                throw new ThimbleException(InputProblem.FILE_IN_THE_WAY.at("", folder.resolve(path)));
            }
            if (!mark.files().containsKey(path)) {
                mark = mark.with(path, PackageMark.Written.MADE);
            }
        }
        save(mark);
    }

    /** Ends with a diagnostic when one of these files is not as Thimble wrote it. */
    public void requireUnchanged(Collection<String> paths) {
        try {
            Tree tree = tree();
            for (String path : paths) {
                if (tree.isForeign(path)) {
                    throw new ThimbleException(InputProblem.FILE_IN_THE_WAY.at("", folder.resolve(path)));
                }
                if (!tree.stands(path)) {
                    throw new ThimbleException(InputProblem.FOLDER_EDITED.at("", folder, path));
                }
            }
        } catch (IOException e) {
            throw Place.unwritable(folder, e.toString(), e);
        }
    }

    /**
     * What Thimble wrote into the package, by path, without what builds make anew. Ends with a diagnostic where one of the
     * files is not as it was written, or is gone.
     */
    public SortedMap<String, byte[]> contents() {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        try {
            for (Map.Entry<String, PackageMark.Written> listed :
                    markOf(folder).files().entrySet()) {
                if (listed.getValue().content().isPresent()) {
                    contents.put(listed.getKey(), content(listed.getKey()));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }

    private byte[] content(String path) throws IOException {
        requireUnchanged(List.of(path));
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ThimbleException(ToolProblem.PACKAGE_INCOMPLETE.at(folder.toString(), path));
        }
        return Files.readAllBytes(file);
    }

    /** Writes a file of the package anew, unless somebody else has changed it. The file is there whole at any time. */
    public void rewrite(String path, byte[] content) {
        writing(() -> {}, () -> {
            requireUnchanged(List.of(path));
            claim(List.of(PART));
            Files.write(folder.resolve(PART), content);
            // for a moment the list does not say what the content is, so that no end of the process makes it untrue
            save(markOf(folder).with(path, PackageMark.Written.MADE));
            Path written = Files.move(folder.resolve(PART), folder.resolve(path), StandardCopyOption.ATOMIC_MOVE);
            save(markOf(folder).with(path, PackageMark.Written.of(content)));
            return written;
        });
    }

    private void save(PackageMark mark) throws IOException {
        Path next = folder.resolve(Tree.NEXT_MARK);
        if (new Tree(folder, mark).isInTheWay(Tree.NEXT_MARK)) {
            throw new ThimbleException(InputProblem.FILE_IN_THE_WAY.at("", next));
        }
        Files.write(next, mark.print());
        Files.move(next, folder.resolve(PackageMark.FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
