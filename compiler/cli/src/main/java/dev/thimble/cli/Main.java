package dev.thimble.cli;

import dev.thimble.cli.command.BenchCommand;
import dev.thimble.cli.command.BoardsCommand;
import dev.thimble.cli.command.BuildCommand;
import dev.thimble.cli.command.CompileCommand;
import dev.thimble.cli.command.DemoCommand;
import dev.thimble.cli.command.EvalCommand;
import dev.thimble.cli.command.InspectCommand;
import dev.thimble.cli.command.ReportCommand;
import dev.thimble.cli.command.RunCommand;
import dev.thimble.cli.command.VerifyCommand;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The thimble command: results on standard output, diagnostics on standard error. */
@Command(
        name = "thimble",
        description =
                "Compiles tiny BERT-style text models to integer-only C for Cortex-M, and verifies the result bit for"
                        + " bit.",
        mixinStandardHelpOptions = true,
        version = "thimble 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            InspectCommand.class,
            CompileCommand.class,
            BuildCommand.class,
            RunCommand.class,
            VerifyCommand.class,
            EvalCommand.class,
            BenchCommand.class,
            BoardsCommand.class,
            ReportCommand.class
        },
        footer = {"", "Commands of the launcher: doctor [--install], test"})
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(run(arguments));
    }

    /** Runs one command; the exit status. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((problem, command, result) -> report(problem));
        line.setParameterExceptionHandler((problem, words) -> reportUsage(problem));
        return line.execute(arguments);
    }

    private static int report(Exception problem) throws Exception {
        if (problem instanceof ThimbleException known) {
            System.err.println(known.diagnostic().line());
            return known.diagnostic().problem().status().code();
        }
        throw problem;
    }

    private static int reportUsage(CommandLine.ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String sentence = problem.getMessage().replaceAll("\\s+", " ");
        System.err.println(InputProblem.USAGE.at(command, sentence).line());
        return ExitStatus.USAGE.code();
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
