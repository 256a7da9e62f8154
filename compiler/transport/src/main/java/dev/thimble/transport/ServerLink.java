package dev.thimble.transport;

import dev.thimble.update.wire.Octets;
import java.time.Duration;
import java.util.Optional;

/** A server's way to its devices. Messages may be lost, come twice and in any order, and be anybody's. */
public interface ServerLink extends AutoCloseable {
    /**
     * How often the way was opened: where it is another number than before, what was offered may be gone.
     *
     * @throws Lost where it cannot be opened
     */
    int openings() throws Lost;

    /**
     * Leaves a task's message for a device, in place of the one before.
     *
     * @throws Lost where the way is cut off
     */
    void offer(Octets device, byte... message) throws Lost;

    /**
     * The next of what came.
     *
     * @param patience how long it is waited for
     * @throws Lost where the way is cut off
     */
    Optional<Sent> next(Duration patience) throws Lost;

    /**
     * Leaves a receipt for a device, in place of the one before.
     *
     * @throws Lost where the way is cut off
     */
    void confirm(Octets device, byte... receipt) throws Lost;

    @Override
    void close();
}
