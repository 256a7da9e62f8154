package dev.thimble.device.drive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lines of a stream, read by a thread of their own so that waiting for one can end. A stream that gives more than is
 * asked for waits: neither many lines nor a line without an end fills the memory.
 */
final class Lines {
    private static final int REMEMBERED = 5;
    private static final int WAITING = 1024;

    /** Characters of the longest line: more than a row of any value that fits a device takes. */
    private static final int LONGEST = 16 << 20;

    private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>(WAITING);
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final Thread reader;
    private boolean ended;

    Lines(InputStream stream) {
        reader = new Thread(() -> read(stream), "device output");
        reader.setDaemon(true);
        reader.start();
    }

    /** The next line; empty when the time is over or the stream ended. */
    Optional<String> next(Duration patience) throws InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        Optional<String> polled = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (polled == null) {
            return Optional.empty();
        }
        ended = polled.isEmpty();
        polled.ifPresent(this::remember);
        return polled;
    }

    /** Whether the stream ended. */
    boolean ended() {
        return ended;
    }

    /** The last few lines, for a diagnostic. */
    String last() {
        return last.isEmpty() ? "none" : String.join(" | ", last);
    }

    /** No more lines are wanted. */
    void close() {
        reader.interrupt();
    }

    private void remember(String line) {
        last.add(line.length() > 200 ? line.substring(0, 200) + "…" : line);
        if (last.size() > REMEMBERED) {
            last.remove();
        }
    }

    private void read(InputStream stream) {
        try {
            readLines(stream);
            queue.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A stream that breaks is a stream that ended: the process is gone either way. */
    private void readLines(InputStream stream) throws InterruptedException {
        try (Reader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int read = text.read(); read >= 0; read = text.read()) {
                if (read == '\n' || line.length() == LONGEST) {
                    put(line);
                } else {
                    line.append((char) read);
                }
            }
            if (line.length() > 0) {
                put(line);
            }
        } catch (IOException e) {
            queue.put(Optional.of("(" + e.getMessage() + ")"));
        }
    }

    private void put(StringBuilder line) throws InterruptedException {
        queue.put(Optional.of(line.toString().stripTrailing()));
        line.setLength(0);
    }
}
