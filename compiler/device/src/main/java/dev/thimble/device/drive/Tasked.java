package dev.thimble.device.drive;

/**
 * What a device says to a task.
 *
 * @param reason 0, or why it does not answer it: a code of {@code thimble/fleet.h}; all else is 0 then
 * @param round of the task
 * @param examples the most that count
 * @param epochs how often each is to be learned from
 */
public record Tasked(int reason, long round, int examples, int epochs) {}
