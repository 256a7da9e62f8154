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
 * @param counting what it is started with besides to count executions, {@code {plugin}} being the plugin with its arguments;
 *     nothing where it cannot
 */
public record Emulator(
        String name, String program, List<String> packages, List<String> arguments, List<String> counting) {
    /** What stands for the firmware. */
    static final String FIRMWARE = "elf";

    /** What stands for the plugin that counts. */
    static final String PLUGIN = "plugin";

    /** Immutable copies. */
    public Emulator {
        packages = List.copyOf(packages);
        arguments = List.copyOf(arguments);
        counting = List.copyOf(counting);
    }

    /** The arguments that run this firmware. */
    public List<String> arguments(Path elf) {
        return filled(arguments, FIRMWARE, elf.toString());
    }

    /** The arguments that count executions by a plugin with its own arguments. */
    public List<String> counting(String plugin) {
        return filled(counting, PLUGIN, plugin);
    }

    private static List<String> filled(List<String> arguments, String word, String with) {
        return arguments.stream()
                .map(argument -> argument.replace("{" + word + "}", with))
                .toList();
    }
}
