package dev.thimble.device.board;

import java.nio.file.Path;
import java.util.List;

/**
 * The program that runs a board's firmware on this machine, its console on standard input and output.
 *
 * @param name what people call it, with the machine that it emulates
 * @param program the program's name on the search path
 * @param packages the Debian and Ubuntu packages that bring it
 * @param arguments what it is started with; {@code {elf}} stands for the firmware
 */
public record Emulator(String name, String program, List<String> packages, List<String> arguments) {
    /** What stands for the firmware. */
    static final String FIRMWARE = "elf";

    /** Immutable copies. */
    public Emulator {
        packages = List.copyOf(packages);
        arguments = List.copyOf(arguments);
    }

    /** The arguments that run this firmware. */
    public List<String> arguments(Path elf) {
        return arguments.stream()
                .map(argument -> argument.replace("{" + FIRMWARE + "}", elf.toString()))
                .toList();
    }
}
