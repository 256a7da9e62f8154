package dev.thimble.core.ir;

/** How many rows a value has. The sequence length is a run-time value: nothing is padded. */
public enum Rows {
    /** One row for each token of the input, 1 to {@code maxTokens}. */
    TOKENS,
    /** One row, after pooling. */
    ONE
}
