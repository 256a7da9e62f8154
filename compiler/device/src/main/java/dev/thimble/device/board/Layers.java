package dev.thimble.device.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders that a board is made of.
 *
 * @param shared what it shares with other boards, from the most general to the most special
 * @param own its own
 */
record Layers(List<Path> shared, Path own) {

    /**
     * The layers of these names, beside the board's folder.
     *
     * @throws IllegalArgumentException when one is not there
     */
    static Layers named(List<String> names, Path own) {
        return new Layers(names.stream().map(name -> layer(own, name)).toList(), own);
    }

    /** An underscore marks a folder as none of a board. */
    private static Path layer(Path folder, String name) {
        return Optional.of(folder.resolveSibling(name))
                .filter(layer -> name.matches("_\\w+") && Files.isDirectory(layer))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no layer \"" + name + "\": a layer is a folder in boards whose name begins with _"));
    }

    /**
     * The one file of this name.
     *
     * @throws IllegalArgumentException when no folder has it, or more than one
     */
    Path only(String file) {
        List<Path> found = Stream.concat(shared.stream(), Stream.of(own))
                .filter(folder -> Files.exists(folder.resolve(file)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("one of the layers has " + file + ", and here "
                    + (found.isEmpty()
                            ? "none has"
                            : found.stream().map(Path::getFileName).toList() + " have"));
        }
        return found.get(0).resolve(file);
    }
}
