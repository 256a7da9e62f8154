package dev.thimble.device.toolchain;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends what is not done in time, so that reading from it and writing to it end too. */
public final class Alarm {
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "time limits");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> pending;
    private volatile boolean rang;

    /**
     * Set from now on.
     *
     * @param end what to do when the time is over, in little time of its own
     * @param limit the time there is
     */
    public Alarm(Runnable end, Duration limit) {
        this.pending = CLOCK.schedule(
                () -> {
                    rang = true;
                    end.run();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The work is done. */
    public void off() {
        pending.cancel(false);
    }

    /** Whether the time was over first. */
    public boolean rang() {
        return rang;
    }
}
