package dev.thimble.device.drive;

/**
 * One run of one step.
 *
 * @param value the value that the step makes; in parentheses what comes before the first step and after the last
 * @param rows how many rows of it
 * @param instructions what it took
 */
public record StepCost(String value, int rows, long instructions) {}
