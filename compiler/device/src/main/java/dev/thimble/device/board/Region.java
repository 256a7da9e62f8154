package dev.thimble.device.board;

/**
 * A memory of a board.
 *
 * @param origin first address
 * @param size bytes
 */
public record Region(long origin, long size) {

    /** The address behind the last. */
    public long end() {
        return origin + size;
    }
}
