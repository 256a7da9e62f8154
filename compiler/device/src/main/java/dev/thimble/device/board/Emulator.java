package dev.thimble.device.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that runs a board's firmware on this machine, its console on standard input and output.
 *
 * @param name what people call it, with the machine that it emulates
 * @param program the program's name on the search path
 * @param packages the Debian and Ubuntu packages that bring it
 * @param modules the folders of what the program needs of npm
 * @param arguments what it is started with; {@code {elf}} stands for the firmware
 * @param counting what it is started with besides to count executions, {@code {counting}} saying which, and {@code {plugin}}
 *     being the plugin that counts, where it needs one; nothing where it cannot
 */
public record Emulator(
        String name,
        String program,
        List<String> packages,
        List<Path> modules,
        List<String> arguments,
        List<String> counting) {
    /** What stands for the firmware. */
    static final String FIRMWARE = "elf";

    /** What stands for the plugin that counts. */
    static final String PLUGIN = "plugin";

    /** What stands for what it is to count. */
    static final String COUNTING = "counting";

    /** Immutable copies. */
    public Emulator {
        packages = List.copyOf(packages);
        modules = List.copyOf(modules);
        arguments = List.copyOf(arguments);
        counting = List.copyOf(counting);
    }

    /** The arguments that run this firmware. */
    public List<String> arguments(Path elf) {
        return filled(arguments, FIRMWARE, elf.toString());
    }

    /** Whether it counts by a plugin that is to be built for it. */
    public boolean needsPlugin() {
        return counting.stream().anyMatch(argument -> argument.contains("{" + PLUGIN + "}"));
    }

    /**
     * The arguments that count executions.
     *
     * @param plugin the plugin, where it needs one
     * @param what is to be counted
     */
    public List<String> counting(String plugin, String what) {
        return filled(filled(counting, PLUGIN, plugin), COUNTING, what);
    }

    /** The name of the first of its modules that is not there. */
    public Optional<String> missingModule() {
        return modules.stream()
                .filter(module -> !Files.exists(module))
                .map(module -> module.getFileName().toString())
                .findFirst();
    }

    /** Where the launcher installs a module that a layer asks for. */
    static Path module(Path layer, String name) {
        Path root = layer.toAbsolutePath().getParent().getParent();
        return root.resolve(".thimble/node")
                .resolve(layer.getFileName())
                .resolve("node_modules")
                .resolve(name);
    }

    private static List<String> filled(List<String> arguments, String word, String with) {
        return arguments.stream()
                .map(argument -> argument.replace("{" + word + "}", with))
                .toList();
    }
}
