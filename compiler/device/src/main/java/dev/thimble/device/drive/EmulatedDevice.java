package dev.thimble.device.drive;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Emulator;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The model as a firmware in QEMU. */
public final class EmulatedDevice {
    private EmulatedDevice() {}

    /** Boots the ELF of a firmware build of the package with this name. */
    public static Device start(Toolchain toolchain, Board board, Path elf, String name) {
        return ProcessDevice.start("QEMU (" + board.name() + ")", name, command(toolchain, board, elf));
    }

    /** The command that boots an ELF with its console on standard input and output. */
    public static List<String> command(Toolchain toolchain, Board board, Path elf) {
        Emulator emulator = board.emulator()
                .orElseThrow(() -> new ThimbleException(ToolProblem.BOARD_NOT_EMULATED.at("", board.name())));
        return command(toolchain, emulator, elf);
    }

    /**
     * {@code sleep=off} matters: without it QEMU lets virtual time run along with the host's clock until the core
     * starts, and the counter's phase, so the last digit of a count, differs from boot to boot.
     */
    private static List<String> command(Toolchain toolchain, Emulator emulator, Path elf) {
        return List.of(
                toolchain.require(Tool.QEMU).toString(),
                "-M",
                emulator.machine(),
                "-kernel",
                elf.toString(),
                "-icount",
                String.format(Locale.ROOT, "shift=%d,sleep=off", emulator.icountShift()),
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "stdio",
                "-semihosting-config",
                "enable=on,target=native");
    }
}
