package dev.thimble.device.board;

/**
 * A memory of a board.
 *
 * @param origin first address
 * @param size bytes
 */
public record Region(long origin, long size) {
    private static final long ADDRESSES = 1L << 32;

    /** Checks that it lies within 32 bits of addresses. */
    public Region {
        if (origin < 0 || size <= 0 || origin > ADDRESSES || size > ADDRESSES - origin) {
            throw new IllegalArgumentException(
                    "a memory lies within 32 bits of addresses and has a byte at least, and not " + size + " bytes at "
                            + origin);
        }
    }

    /** Whether an address is in both. */
    boolean overlaps(Region other) {
        return origin < other.end() && other.origin < end();
    }

    /** The address behind the last. */
    public long end() {
        return origin + size;
    }
}
