package dev.thimble.update.image;

/**
 * A stretch of a new image that an old one does not have.
 *
 * @param offset of its first byte in the new image
 * @param bytes how many it has
 */
public record Part(int offset, int bytes) {
    /** The offset behind it. */
    public int end() {
        return offset + bytes;
    }
}
