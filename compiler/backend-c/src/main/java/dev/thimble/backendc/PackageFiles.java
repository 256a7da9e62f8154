package dev.thimble.backendc;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the files of a package. A path is given once: a file that took another's place would be missing from the
 * package. Case does not count, for a package is also unpacked on file systems that know no difference.
 */
public final class PackageFiles {
    private final SortedMap<String, byte[]> contents = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    /**
     * Takes one file.
     *
     * @param path below the package's folder, with slashes
     * @throws IllegalStateException when there is a file of that path already
     */
    public void put(String path, byte[] content) {
        if (!taken.add(path.toLowerCase(Locale.ROOT))) {
            throw new IllegalStateException("two files of the package are " + path);
        }
        contents.put(path, content);
    }

    /** Takes what one model brings along; a file that another model brought must be the same. */
    void shareAll(Map<String, byte[]> files) {
        files.forEach((path, content) -> {
            if (!Arrays.equals(contents.get(path), content)) {
                put(path, content);
            }
        });
    }

    /** Takes several. */
    public void putAll(Map<String, byte[]> files) {
        files.forEach(this::put);
    }

    /** All of them, in the order of their paths. */
    public SortedMap<String, byte[]> all() {
        return Collections.unmodifiableSortedMap(contents);
    }
}
