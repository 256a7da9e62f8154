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
import dev.thimble.cli.shell.ShownStream;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

    @CommandLine.Option(
            names = "--debug",
            scope = CommandLine.ScopeType.INHERIT,
            description = "print the stack trace of a failure")
    private boolean debug;

    /** Runs one command and ends the process with its status. */
    public static void main(String[] arguments) {
        // whatever language and country this machine is set to, the output is the same
        Locale.setDefault(Locale.ROOT);
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(run(arguments));
    }

    /** Runs one command; the exit status. */
    public static int run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream shownOut = ShownStream.over(out);
                PrintStream shownErr = ShownStream.over(err)) {
            System.setOut(shownOut);
            System.setErr(shownErr);
            return runShown(arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static int runShown(String... arguments) {
        Main main = new Main();
        try {
            refuseGarbled(arguments);
            return line(main).execute(arguments);
        } catch (ThimbleException e) {
            return main.report(e);
        } catch (OutOfMemoryError e) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
            return main.report(new ThimbleException(InputProblem.OUT_OF_MEMORY.at("", mebibytes), e));
        } catch (StackOverflowError e) {
            return main.report(new ThimbleException(InputProblem.INTERNAL.at("", "StackOverflowError"), e));
        }
    }

    /** Java decodes arguments as the locale says, and puts a sign for what it cannot: nobody's text may become that. */
    private static void refuseGarbled(String... arguments) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        for (String argument : arguments) {
            if (argument.indexOf('\uFFFD') >= 0 && !encoding.equalsIgnoreCase("UTF-8")) {
                throw new ThimbleException(InputProblem.ARGUMENT_GARBLED.at("", argument));
            }
        }
    }

    private static CommandLine line(Main main) {
        CommandLine line = new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((problem, command, result) -> main.report(problem));
        line.setParameterExceptionHandler((problem, words) -> reportUsage(problem));
        return line;
    }

    private int report(Exception problem) {
        if (debug) {
            problem.printStackTrace();
        }
        Diagnostic diagnostic = problem instanceof ThimbleException known
                ? known.diagnostic()
                : InputProblem.INTERNAL.at("", problem.toString());
        System.err.println(diagnostic.line());
        return diagnostic.problem().status().code();
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
