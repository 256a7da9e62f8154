package dev.thimble.core.target;

/**
 * How many rows a kernel meets.
 *
 * @param perCall rows that one call computes at most
 * @param maxTokens rows of the longest sequence
 */
public record StepRows(int perCall, int maxTokens) {}
