package dev.thimble.update.image;

/**
 * A stretch of an image.
 *
 * @param name what lies there
 * @param offset of its first byte
 * @param bytes how many it has
 */
public record Section(String name, long offset, long bytes) {
    /** The offset behind it. */
    public long end() {
        return offset + bytes;
    }

    /** Whether it has a byte in common with a stretch. */
    boolean meets(long from, long to) {
        return from < end() && offset < to;
    }
}
