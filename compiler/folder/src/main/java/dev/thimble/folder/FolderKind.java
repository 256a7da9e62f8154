package dev.thimble.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder of Thimble's holds: a package, or what a file of its own names. Only a folder of the same kind is replaced.
 *
 * @param text as a diagnostic says it
 */
record FolderKind(String text) {
    /** What has no such file. */
    static final FolderKind PACKAGE = new FolderKind("a package");

    private static final String FILE = ".thimble-export";
    private static final int LONGEST = 1000;

    /** The kind of a folder that is there. */
    static FolderKind of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            return PACKAGE;
        }
        return new FolderKind(Files.readString(file).strip());
    }

    /** Files, and the one that names the kind. */
    Map<String, byte[]> with(Map<String, byte[]> files) {
        if (equals(PACKAGE)) {
            return files;
        }
        Map<String, byte[]> all = new TreeMap<>(files);
        all.put(FILE, (text + "\n").getBytes(StandardCharsets.UTF_8));
        return all;
    }
}
