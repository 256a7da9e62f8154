package dev.thimble.device.drive;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Emulator;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The model as a firmware in an emulator. */
public final class EmulatedDevice {
    private EmulatedDevice() {}

    /**
     * Boots the ELF of a firmware build of a package with a model of this name. Requests of updates and of
     * training are answered by a firmware only that has what they are for.
     */
    public static FleetDevice start(Toolchain toolchain, Board board, Path elf, String name) {
        return ProcessDevice.start(emulator(board).name(), name, command(toolchain, board, elf));
    }

    /** The command that boots an ELF with its console on standard input and output. */
    public static List<String> command(Toolchain toolchain, Board board, Path elf) {
        Emulator emulator = emulator(board);
        Path program = toolchain.require(Tool.of(board.name(), emulator));
        emulator.missingModule().ifPresent(module -> {
            throw new ThimbleException(ToolProblem.TOOL_NOT_FOUND.at("", module, Tool.doctorLine(board.name())));
        });
        return Stream.concat(Stream.of(program.toString()), emulator.arguments(elf).stream())
                .toList();
    }

    static Emulator emulator(Board board) {
        return board.emulator()
                .orElseThrow(() -> new ThimbleException(ToolProblem.BOARD_NOT_EMULATED.at("", board.name())));
    }
}
