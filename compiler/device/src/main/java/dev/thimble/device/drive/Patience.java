package dev.thimble.device.drive;

import java.time.Duration;

/**
 * How long a device is waited for.
 *
 * @param silence until it reads or says anything
 * @param whole until it has answered one request altogether
 */
record Patience(Duration silence, Duration whole) {

    /** Two minutes, and half an hour: a trace of a long sequence takes minutes in QEMU. */
    static Patience usual() {
        return new Patience(Duration.ofMinutes(2), Duration.ofMinutes(30));
    }
}
