package dev.thimble.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * A device's way to its server. Messages may be lost, come twice and in any order, and be anybody's; the device believes what
 * is under a code of its key.
 */
public interface DeviceLink extends AutoCloseable {
    /**
     * The message of a task that there is for the device, if there is one.
     *
     * @throws Lost where the way is cut off
     */
    Optional<byte[]> task() throws Lost;

    /**
     * Hands a record over to whatever carries it; that it arrives is told by its receipt alone.
     *
     * @throws Lost where the way is cut off
     */
    void send(byte... record) throws Lost;

    /**
     * The next receipt, of this or any earlier record.
     *
     * @param patience how long it is waited for
     * @throws Lost where the way is cut off
     */
    Optional<byte[]> receipt(Duration patience) throws Lost;

    @Override
    void close();
}
