package dev.thimble.verify.drive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines of a stream, read by a thread of their own so that waiting for one can end. */
final class Lines {
    private static final int REMEMBERED = 5;

    private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private boolean ended;

    Lines(InputStream stream) {
        Thread reader = new Thread(() -> read(stream), "device output");
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

    private void remember(String line) {
        last.add(line.length() > 200 ? line.substring(0, 200) + "…" : line);
        if (last.size() > REMEMBERED) {
            last.remove();
        }
    }

    /** A stream that breaks is a stream that ended: the process is gone either way. */
    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                queue.add(Optional.of(line));
            }
        } catch (IOException e) {
            queue.add(Optional.of("(" + e.getMessage() + ")"));
        }
        queue.add(Optional.empty());
    }
}
