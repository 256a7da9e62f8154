package dev.thimble.device.drive;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.toolchain.Children;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The standard input and output of a program.
 *
 * @param process the program, which does not outlive this process
 */
record ProcessConnection(Process process) implements Connection {

    /**
     * Starts a program; what it says on its standard error is read with its output.
     *
     * @param who what diagnostics call it
     * @param command the program and its arguments
     */
    static ProcessConnection start(String who, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(Children.tied(command)).redirectErrorStream(true);
            return new ProcessConnection(Children.start(builder));
        } catch (IOException e) {
            throw new ThimbleException(ToolProblem.NOT_STARTED.at("", who, e.getMessage()), e);
        }
    }

    @Override
    public InputStream answers() {
        return process.getInputStream();
    }

    @Override
    public OutputStream requests() {
        return process.getOutputStream();
    }

    @Override
    public void cut() {
        Children.end(process);
    }

    @Override
    public int awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            cut();
        }
        return process.waitFor();
    }
}
