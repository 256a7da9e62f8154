package dev.thimble.it;

import dev.thimble.cli.Main;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Several commands in one process, each as if it were the only one: a process takes longer to start than they take. Ends
 * at the first that fails.
 */
final class Calls {
    private Calls() {}

    /**
     * Runs the commands.
     *
     * @param arguments a file of words, one a line, with an empty line behind each command; what the n-th command prints
     *     goes to the file of the same name with {@code .n} behind it
     */
    public static void main(String[] arguments) throws IOException {
        Locale machines = Locale.getDefault();
        int number = 0;
        for (String command : Files.readString(Path.of(arguments[0])).split("\n\n", -1)) {
            if (!command.isEmpty()) {
                Locale.setDefault(machines);
                int status = run(List.of(command.split("\n", -1)), Path.of(arguments[0] + "." + number++));
                if (status != 0) {
                    System.exit(status);
                }
            }
        }
        System.exit(0);
    }

    private static int run(List<String> words, Path output) throws IOException {
        try (PrintStream out = new PrintStream(output.toFile())) {
            System.setOut(out);
            System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
            return Main.alone(words.toArray(String[]::new));
        } finally {
            System.out.flush();
        }
    }
}
