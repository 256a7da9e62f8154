package dev.thimble.device.board;

/**
 * How long the memory of the code makes a core wait.
 *
 * @param waitStates further cycles of a read, 0 where there are none
 * @param lineBytes how many bytes it gives at once, a power of two
 */
public record FlashTiming(int waitStates, int lineBytes) {
    /** Memory as fast as the core. */
    public static final FlashTiming NO_WAITING = new FlashTiming(0, Integer.BYTES);

    /** Checks both. */
    public FlashTiming {
        if (waitStates < 0 || Integer.bitCount(lineBytes) != 1 || lineBytes < Integer.BYTES) {
            throw new IllegalArgumentException(
                    "wait states are 0 or more, and a line has 4, 8, 16 .. bytes: " + waitStates + ", " + lineBytes);
        }
    }

    /** The line that holds an address. */
    public long line(long address) {
        return address / lineBytes;
    }
}
