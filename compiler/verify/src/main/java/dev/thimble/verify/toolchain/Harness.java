package dev.thimble.verify.toolchain;

import dev.thimble.verify.board.Board;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What makes a firmware of a package: the C files of the layers that a board is built on, and the board's own.
 *
 * @param board the board
 */
public record Harness(Board board) {

    /** All C files, layer by layer. */
    public List<Path> sources() {
        return Stream.concat(board.layers().stream(), Stream.of(board.folder()))
                .flatMap(folder -> CompiledPackage.list(folder, ".c").stream())
                .toList();
    }

    /** Where the compiler finds the layers' headers. */
    public List<String> includes() {
        return board.layers().stream().map(layer -> "-I" + layer).toList();
    }

    /** What the linker is to be told: the board's script, and where the parts lie that it includes. */
    public List<String> linkerFlags() {
        return Stream.concat(
                        Stream.of("-T" + board.folder().resolve("link.ld")),
                        board.layers().stream().map(layer -> "-L" + layer))
                .toList();
    }
}
