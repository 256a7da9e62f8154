package dev.thimble.device.board;

/**
 * How fast a board is.
 *
 * @param hertz cycles of its core a second
 * @param flash what it waits for
 */
public record Speed(long hertz, FlashTiming flash) {
    /** Checks the clock. */
    public Speed {
        if (hertz <= 0) {
            throw new IllegalArgumentException("\"clock_hz\" is more than 0: " + hertz);
        }
    }

    /** Milliseconds of so many cycles. */
    public double milliseconds(double cycles) {
        return cycles * 1000 / hertz;
    }
}
