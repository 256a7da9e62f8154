package dev.thimble.device.toolchain;

import dev.thimble.device.board.Board;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a firmware build made.
 *
 * @param board what it was built for
 * @param elf for emulators and debuggers
 * @param bin the flash image
 * @param hex the same as Intel HEX
 * @param map the linker's map
 * @param objects the package's own objects, those of the model
 * @param harness the objects of the line protocol and the board
 * @param stackUsage gcc's {@code .su} files of all objects
 */
public record FirmwareArtifacts(
        Board board,
        Path elf,
        Path bin,
        Path hex,
        Path map,
        List<Path> objects,
        List<Path> harness,
        List<Path> stackUsage) {

    /** Immutable copies. */
    public FirmwareArtifacts {
        objects = List.copyOf(objects);
        harness = List.copyOf(harness);
        stackUsage = List.copyOf(stackUsage);
    }

    /** The flash image in UF2, of boards that take it. */
    public Optional<Path> uf2() {
        return board.uf2()
                .map(any -> bin.resolveSibling(bin.getFileName().toString().replaceAll("bin$", "uf2")));
    }
}
