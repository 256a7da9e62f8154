package dev.thimble.pipeline.precision;

/**
 * What a pass was worth that is kept only where it is worth something.
 *
 * @param pass its name
 * @param kept whether it was
 * @param without signal to quantisation noise of the logits before it, in decibels
 * @param with the same after it
 */
public record PassEffect(String pass, boolean kept, double without, double with) {}
