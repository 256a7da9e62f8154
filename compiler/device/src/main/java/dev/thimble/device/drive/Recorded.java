package dev.thimble.device.drive;

/**
 * What a device says of the record that it has made.
 *
 * @param reason 0, or why there is none: a code of {@code thimble/fleet.h}
 * @param bytes of the record
 * @param instructions that it took; 0 where nothing counts them
 */
public record Recorded(int reason, int bytes, long instructions) {}
