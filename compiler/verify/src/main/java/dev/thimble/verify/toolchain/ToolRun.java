package dev.thimble.verify.toolchain;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that ran to its end.
 *
 * @param program its name
 * @param status its exit status
 * @param output what it wrote, standard error included
 */
public record ToolRun(String program, int status, String output) {

    /** Runs a command and waits for its end. */
    public static ToolRun of(List<String> command) {
        return in(Path.of(""), command);
    }

    /** The same in a folder. */
    public static ToolRun in(Path folder, List<String> command) {
        String program = Path.of(command.get(0)).getFileName().toString();
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ToolRun(program, process.waitFor(), output);
        } catch (IOException e) {
            throw new ThimbleException(ToolProblem.NOT_STARTED.at("", program, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThimbleException(ToolProblem.NOT_STARTED.at("", program, "interrupted"), e);
        }
    }

    /** The output of a command that must succeed. */
    public static String output(List<String> command) {
        return of(command).required();
    }

    /** The output, or the diagnostic of a failed run. */
    public String required() {
        if (status != 0) {
            throw new ThimbleException(ToolProblem.BUILD_FAILED.at("", program, status, lastLines()));
        }
        return output;
    }

    private String lastLines() {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
