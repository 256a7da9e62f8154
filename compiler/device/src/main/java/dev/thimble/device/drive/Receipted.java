package dev.thimble.device.drive;

/**
 * What a device says to a receipt.
 *
 * @param reason 0, or why it is none for the device's record: a code of {@code thimble/fleet.h}
 * @param refused why the record does not count, by the same codes; 0 where it does
 */
public record Receipted(int reason, int refused) {}
