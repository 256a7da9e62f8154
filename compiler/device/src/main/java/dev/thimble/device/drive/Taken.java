package dev.thimble.device.drive;

/**
 * What a device says to a part of a package.
 *
 * @param reason 0, or why the package is refused: a code of {@code thimble/update.h}
 * @param received the place of the byte that the device wants next
 */
public record Taken(int reason, long received) {}
