package dev.thimble.cli.release;

import dev.thimble.folder.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a released folder holds: the launcher, the jars, and everything that the compiler reads.
 *
 * @param installation the checkout
 * @param jars that the compiler needs
 * @param apart jars that only some commands need, by the name of their folder within that of the others
 */
public record Release(Installation installation, List<Path> jars, Map<String, List<Path>> apart) {
    private static final List<String> FILES = List.of("thimble", "README.md", "LICENSE", "CHANGELOG.md");
    private static final List<String> FOLDERS = List.of("templates", "runtime-c", "boards", "examples", "docs");

    /** Copies the lists. */
    public Release {
        jars = List.copyOf(jars);
        apart = Map.copyOf(apart);
    }

    /**
     * The release of a checkout that was built.
     *
     * @param classPath of the running compiler
     * @param apart class paths of what only some commands need, by the name of their folder; they may be parts of that one
     */
    public static Release of(Installation installation, String classPath, Map<String, String> apart) {
        Map<String, List<Path>> folders = new TreeMap<>();
        apart.forEach((name, part) -> folders.put(name, paths(part)));
        List<Path> jars = paths(classPath).stream()
                .filter(jar -> folders.values().stream().noneMatch(folder -> folder.contains(jar)))
                .toList();
        return new Release(installation, jars, folders);
    }

    private static List<Path> paths(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** The files by their paths within the released folder. */
    public SortedMap<String, Path> files() throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        FILES.forEach(name -> files.put(name, installation.root().resolve(name)));
        for (String folder : FOLDERS) {
            files.putAll(below(folder));
        }
        jars.forEach(jar -> files.put("lib/" + jar.getFileName(), jar));
        apart.forEach((name, folder) -> folder.forEach(jar -> files.put("lib/" + name + "/" + jar.getFileName(), jar)));
        files.put(Installation.RELEASED_VERIFIER, installation.root().resolve(Installation.BUILT_VERIFIER));
        return files;
    }

    private Map<String, Path> below(String folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(installation.root().resolve(folder))) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("__pycache__"))
                    .forEach(file ->
                            files.put(installation.root().relativize(file).toString(), file));
        }
        return files;
    }
}
