package dev.thimble.transport;

import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * How long to wait before the next try: twice as long each time, up to a limit, and less by up to a half, which differs from
 * device to device: after a failure of the broker they do not all come back at once.
 *
 * @param first before the second try
 * @param longest before any
 * @param tries at most
 */
public record BackOff(Duration first, Duration longest, int tries) {
    /** One second to five minutes; a day in all, about. */
    public static final BackOff OF_A_DAY = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), 400);

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The wait after a try.
     *
     * @param failed how many tries there were, 1 or more
     */
    Duration after(int failed, Octets device) {
        Duration doubled = first.multipliedBy(1L << Math.min(failed - 1, MOST_DOUBLINGS));
        long most = Math.min(doubled.toMillis(), longest.toMillis());
        return Duration.ofMillis(most - most * spread(failed, device) / (2L << Byte.SIZE));
    }

    /** 0 to 255. */
    private static int spread(int failed, Octets device) {
        ByteBuffer seed = ByteBuffer.allocate(device.count() + Integer.BYTES)
                .put(device.bytes())
                .putInt(failed);
        return Octets.sha256(seed.array()).bytes()[0] & 0xFF;
    }
}
