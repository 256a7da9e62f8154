package dev.thimble.core.plan;

/**
 * A buffer with its place.
 *
 * @param buffer what is placed
 * @param offset bytes from the start of the arena, a multiple of the alignment
 */
public record Placement(Buffer buffer, long offset) {

    /** The first byte behind it. */
    public long end() {
        return offset + buffer.bytes();
    }
}
