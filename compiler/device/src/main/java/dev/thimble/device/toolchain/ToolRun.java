package dev.thimble.device.toolchain;

import dev.thimble.core.diag.Problem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that ran to its end.
 *
 * @param program its name
 * @param status its exit status
 * @param output what it wrote, standard error included
 */
public record ToolRun(String program, int status, String output) {
    /** How long a compiler, a linker or what reads objects may take. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    /** Runs a command and waits for its end. */
    public static ToolRun of(List<String> command) {
        return in(Path.of(""), command, LIMIT);
    }

    /**
     * The same in a folder.
     *
     * @param limit how long it may take
     */
    public static ToolRun in(Path folder, List<String> command, Duration limit) {
        String program = Path.of(command.get(0)).getFileName().toString();
        try {
            Process process = Children.start(new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true));
            return finished(program, process, limit);
        } catch (IOException e) {
            throw new ThimbleException(ToolProblem.NOT_STARTED.at("", program, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThimbleException(ToolProblem.NOT_STARTED.at("", program, "interrupted"), e);
        }
    }

    private static ToolRun finished(String program, Process process, Duration limit)
            throws IOException, InterruptedException {
        Alarm alarm = new Alarm(() -> Children.end(process), limit);
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (!alarm.rang()) {
                return new ToolRun(program, status, output);
            }
        } catch (IOException e) {
            if (!alarm.rang()) {
                throw e;
            }
        } finally {
            alarm.off();
        }
        throw new ThimbleException(ToolProblem.TOOL_TOO_SLOW.at("", program, limit.toSeconds()));
    }

    /** The output of a command that must succeed. */
    public static String output(List<String> command) {
        return of(command).required();
    }

    /** The output, or the diagnostic of a failed run. */
    public String required() {
        if (status != 0) {
            throw new ThimbleException(
                    ToolProblem.BUILD_FAILED.at("", program, status, new Problem.Quote(lastLines())));
        }
        return output;
    }

    private String lastLines() {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
