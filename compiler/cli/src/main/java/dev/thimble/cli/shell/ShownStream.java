package dev.thimble.cli.shell;

import dev.thimble.core.diag.Shown;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Everything that the commands print passes here, so that nothing of a model's or a user's acts on a terminal. Within
 * JSON what is written instead means the same.
 */
public final class ShownStream extends OutputStream {
    private final PrintStream target;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private ShownStream(PrintStream target) {
        this.target = target;
    }

    /** A stream of text that ends up in another. */
    public static PrintStream over(PrintStream target) {
        return new PrintStream(new ShownStream(target), true, StandardCharsets.UTF_8);
    }

    /** Whole lines are passed on, for a character may come in pieces. */
    @Override
    public synchronized void write(int value) {
        pending.write(value);
        if (value == '\n') {
            pass();
        }
    }

    @Override
    public synchronized void close() {
        pass();
    }

    private void pass() {
        byte[] text = Shown.lines(pending.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        target.write(text, 0, text.length);
        target.flush();
        pending.reset();
    }
}
