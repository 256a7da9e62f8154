package dev.thimble.tokenizer.model;

/**
 * Two neighbouring tokens that become one; all three are ids.
 *
 * @param left the left token
 * @param right the right token
 * @param product what they become
 */
public record Merge(int left, int right, int product) {}
