package dev.thimble.core.train;

/**
 * A value of the frozen body that training starts from: its first row, 8-bit integers.
 *
 * @param name of the node
 * @param width columns
 */
public record Feature(String name, int width) {}
