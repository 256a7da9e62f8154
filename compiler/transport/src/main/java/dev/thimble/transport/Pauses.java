package dev.thimble.transport;

import java.time.Duration;

/** How time passes between two tries: a test lets it pass at once. */
@FunctionalInterface
public interface Pauses {
    /** Returns when it has passed, or at once where the thread was interrupted, which it then still is. */
    void pause(Duration duration);

    /** By the clock of this machine. */
    static Pauses real() {
        return duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
