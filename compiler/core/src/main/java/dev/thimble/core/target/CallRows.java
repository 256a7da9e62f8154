package dev.thimble.core.target;

/**
 * The rows that one call of a kernel computes.
 *
 * @param first of them
 * @param count how many
 * @param tokens rows of the whole sequence
 */
public record CallRows(int first, int count, int tokens) {}
