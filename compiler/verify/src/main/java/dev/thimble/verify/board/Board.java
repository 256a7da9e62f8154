package dev.thimble.verify.board;

import dev.thimble.core.kernel.KernelSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A board as its folder describes it.
 *
 * @param name the folder's name and what {@code --board} takes
 * @param title the name people know it by
 * @param cpu the core, such as Cortex-M4
 * @param architecture the instruction set, such as Armv7E-M
 * @param tier 1: every test runs on it; 2: it is built; 3: described only
 * @param kernels which kernels suit the core
 * @param compilerFlags what selects the core for arm-none-eabi-gcc
 * @param flash where code and weights go
 * @param ram where stack and arena go
 * @param emulator how QEMU runs it, if it does
 * @param folder where link.ld and board.c are
 */
public record Board(
        String name,
        String title,
        String cpu,
        String architecture,
        int tier,
        KernelSet kernels,
        List<String> compilerFlags,
        Region flash,
        Region ram,
        Optional<Emulator> emulator,
        Path folder) {

    /** An immutable copy. */
    public Board {
        compilerFlags = List.copyOf(compilerFlags);
    }

    /** The sources every board shares. */
    public Path shared() {
        return folder.resolveSibling("_shared");
    }
}
