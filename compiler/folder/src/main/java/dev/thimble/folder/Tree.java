package dev.thimble.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is in a folder, seen through its list of files. Links are never followed.
 *
 * @param folder where it is
 * @param mark its list
 */
record Tree(Path folder, PackageMark mark) {
    /** The next list while it is written. */
    static final String NEXT_MARK = PackageMark.FILE + ".next";

    /** Held by whoever writes into the folder. */
    static final String LOCK = ".thimble-lock";

    /**
     * What is there and is not on the list, and what is on it and was changed.
     *
     * @param foreign files, links and empty folders that Thimble did not make
     * @param edited files that Thimble wrote and that have another content now
     */
    record Findings(List<String> foreign, List<String> edited) {}

    /** Compares the folder with its list; what is on the list and missing is nobody's loss. */
    Findings findings() throws IOException {
        List<String> foreign = new ArrayList<>();
        List<String> edited = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                if (visited.equals(folder) || leadsToListed(below(visited))) {
                    return FileVisitResult.CONTINUE;
                }
                foreign.add(below(visited) + "/");
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                String path = below(visited);
                if (!attributes.isRegularFile() || !isKnown(path)) {
                    foreign.add(path);
                } else if (!stands(path)) {
                    edited.add(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Findings(foreign, edited);
    }

    private String below(Path visited) {
        return folder.relativize(visited).toString();
    }

    private boolean leadsToListed(String path) {
        return mark.files().keySet().stream().anyMatch(listed -> listed.startsWith(path + "/"));
    }

    private boolean isKnown(String path) throws IOException {
        return path.equals(PackageMark.FILE)
                || path.equals(LOCK)
                || mark.files().containsKey(path)
                || (path.equals(NEXT_MARK) && begins(folder.resolve(path), PackageMark.HEAD));
    }

    /** Whether a file is one of ours that was cut off while it was written. */
    private static boolean begins(Path file, String head) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.startsWith(head) || head.startsWith(text);
    }

    /** Whether a file of the list is as it was written, or gone. */
    boolean stands(String path) throws IOException {
        PackageMark.Written written = mark.files().getOrDefault(path, PackageMark.Written.MADE);
        Path file = folder.resolve(path);
        return written.content().isEmpty()
                || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                || written.stands(Files.readAllBytes(file));
    }

    /** Whether there is a file of that path that is not on the list. */
    boolean isForeign(String path) {
        return !mark.files().containsKey(path) && Files.exists(folder.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Deletes the listed files below a folder that are as they were written; the rest stays. */
    void deleteListed(String prefix) throws IOException {
        TreeSet<Path> parents = new TreeSet<>();
        for (Map.Entry<String, PackageMark.Written> listed : mark.files().entrySet()) {
            Path file = folder.resolve(listed.getKey());
            if (listed.getKey().startsWith(prefix)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && stands(listed.getKey())) {
                Files.delete(file);
            }
            for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
                parents.add(parent);
            }
        }
        for (Path parent : parents.descendingSet()) {
            deleteIfEmpty(parent);
        }
    }

    /** Deletes every listed file, the list itself and the folder, as far as nothing else is in it. */
    void delete() throws IOException {
        deleteListed("");
        for (String own : List.of(NEXT_MARK, LOCK)) {
            if (isKnownFile(own)) {
                Files.delete(folder.resolve(own));
            }
        }
        if (findings().equals(new Findings(List.of(), List.of()))) {
            Files.deleteIfExists(folder.resolve(PackageMark.FILE));
        }
        deleteIfEmpty(folder);
    }

    /** Whether something is there under the name of a file of Thimble's own and is none. */
    boolean isInTheWay(String own) throws IOException {
        return Files.exists(folder.resolve(own), LinkOption.NOFOLLOW_LINKS) && !isKnownFile(own);
    }

    private boolean isKnownFile(String own) throws IOException {
        return Files.isRegularFile(folder.resolve(own), LinkOption.NOFOLLOW_LINKS) && isKnown(own);
    }

    static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // somebody's file is in it, which stays
        }
    }
}
