package dev.thimble.device.drive;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * The way to a device and back: two streams of bytes, and how the device's end is awaited and brought about. What is at
 * the other end, a program or a board on a serial line, the protocol need not know.
 */
interface Connection {

    /** What the device says. */
    InputStream answers();

    /** What the device is asked. Closing it tells a device that watches its input to end. */
    OutputStream requests();

    /** Ends the device at once, from any thread: whoever reads from it or writes to it is let go. */
    void cut();

    /**
     * Waits for the device to end by itself, and cuts one that does not.
     *
     * @param patience how long it is waited for
     * @return the status the device ended with; 0 where there is none to tell
     */
    int awaitEnd(Duration patience) throws InterruptedException;
}
