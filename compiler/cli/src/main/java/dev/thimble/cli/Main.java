package dev.thimble.cli;

import dev.thimble.cli.shell.ShownStream;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.folder.Version;
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
        version = "thimble " + Version.NUMBER,
        synopsisSubcommandLabel = "COMMAND",
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
        System.exit(alone(arguments));
    }

    /** Runs the one command of a process; the exit status. */
    public static int alone(String... arguments) {
        // whatever language and country this machine is set to, the output is the same
        Locale.setDefault(Locale.ROOT);
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        return run(arguments);
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
            return line(main, arguments).execute(arguments);
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

    private static CommandLine line(Main main, String... arguments) {
        CommandLine line = new CommandLine(main);
        Commands.addTo(line, arguments);
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        Failures failures = new Failures(main);
        return line.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures);
    }

    /** A class and not two lambdas: those of interfaces as old as these are made anew at every start. */
    private record Failures(Main main)
            implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
        @Override
        public int handleExecutionException(Exception problem, CommandLine line, CommandLine.ParseResult result) {
            return main.report(problem);
        }

        @Override
        public int handleParseException(CommandLine.ParameterException problem, String[] arguments) {
            return reportUsage(problem);
        }
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
