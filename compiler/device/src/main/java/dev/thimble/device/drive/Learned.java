package dev.thimble.device.drive;

/**
 * What a device says to a step of training.
 *
 * @param status 0, or what the trainer refuses: an error of {@code thimble/types.h}
 * @param labels that there are at present
 * @param instructions of the call of the trainer alone; 0 where nothing counts them
 */
public record Learned(int status, int labels, long instructions) {}
