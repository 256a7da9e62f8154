package dev.thimble.cli;

import dev.thimble.cli.command.BenchCommand;
import dev.thimble.cli.command.BoardsCommand;
import dev.thimble.cli.command.BuildCommand;
import dev.thimble.cli.command.CompileCommand;
import dev.thimble.cli.command.DemoCommand;
import dev.thimble.cli.command.EvalCommand;
import dev.thimble.cli.command.ExportCommand;
import dev.thimble.cli.command.InspectCommand;
import dev.thimble.cli.command.ReleaseCommand;
import dev.thimble.cli.command.ReportCommand;
import dev.thimble.cli.command.RunCommand;
import dev.thimble.cli.command.VerifyCommand;
import dev.thimble.cli.fit.FitCommand;
import dev.thimble.cli.fleet.FleetCommand;
import dev.thimble.cli.update.UpdateCommand;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, in the order in which help lists them. Only the one that is called is made; of the others it is enough to
 * say what they do.
 */
enum Commands {
    DEMO("Compiles the shipped example, boots it in QEMU and verifies it.", DemoCommand.class),
    INSPECT("Shows what a model folder holds.", InspectCommand.class),
    COMPILE("Compiles a model folder to a C package.", CompileCommand.class),
    FIT("Shows what a model in fewer bits needs, and what that costs.", FitCommand.class),
    BUILD("Builds a package for the host and its board.", BuildCommand.class),
    RUN("Classifies sentences.", RunCommand.class),
    VERIFY("Compares the C with the integer reference, bit for bit.", VerifyCommand.class),
    EVAL("Measures accuracy and agreement with the float model.", EvalCommand.class),
    BENCH("Counts instructions in QEMU: whole inferences, layers and kernels.", BenchCommand.class),
    BOARDS("Lists the boards.", BoardsCommand.class),
    UPDATE("Signs models for devices in the field.", UpdateCommand.class),
    FLEET("Aggregates what devices in the field have learned.", FleetCommand.class),
    EXPORT("Writes a package as an Arduino library, a Rust crate, a CMSIS pack or a zip.", ExportCommand.class),
    REPORT("Writes the HTML report.", ReportCommand.class),
    RELEASE("Writes a zip that runs without a checkout.", ReleaseCommand.class);

    private final String description;
    private final Class<? extends Callable<Integer>> type;

    Commands(String description, Class<? extends Callable<Integer>> type) {
        this.description = description;
        this.type = type;
    }

    /**
     * Adds the commands to a line: whole the one that the arguments call, and in outline the others, which nothing can list
     * where a call begins with its command.
     */
    static void addTo(CommandLine line, String... arguments) {
        Optional<Commands> called = called(arguments);
        boolean listed = arguments.length == 0 || called(arguments[0]).isEmpty();
        for (Commands command : values()) {
            if (called.equals(Optional.of(command))) {
                line.addSubcommand(command.word(), command.whole());
            } else if (listed) {
                line.addSubcommand(command.word(), command.outline());
            }
        }
    }

    /** The first argument that names a command. */
    private static Optional<Commands> called(String... arguments) {
        for (String argument : arguments) {
            for (Commands command : values()) {
                if (command.word().equals(argument)) {
                    return Optional.of(command);
                }
            }
        }
        return Optional.empty();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private CommandLine whole() {
        CommandLine whole = new CommandLine(type);
        whole.getCommandSpec().usageMessage().description(description);
        return whole;
    }

    private CommandLine outline() {
        CommandSpec outline = CommandSpec.create();
        outline.usageMessage().description(description);
        return new CommandLine(outline);
    }
}
