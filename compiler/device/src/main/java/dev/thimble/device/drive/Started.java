package dev.thimble.device.drive;

/**
 * What a device that takes updates has started with.
 *
 * @param slot of the image; {@link #FACTORY} for the one that came with the firmware
 * @param trial whether the next start goes back to the image before, unless this one is confirmed
 * @param sequence the number of the newest package that was confirmed, unsigned; 0 for none
 * @param content the first 8 bytes of the digest of the image's content, in lower-case hexadecimal digits
 */
public record Started(int slot, boolean trial, long sequence, String content) {
    /** The slot of the image that came with the firmware. */
    public static final int FACTORY = 2;
}
