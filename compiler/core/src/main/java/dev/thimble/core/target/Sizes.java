package dev.thimble.core.target;

/** Bytes and roundings that the formulas of several sets share. */
final class Sizes {
    /** Bytes of one attention score. */
    static final long SCORE_BYTES = 4;

    /** Bytes of two columns of four rows, two rows in a word, or of a word for each of four channels. */
    static final long PAIR_BYTES = 16;

    private Sizes() {}

    /** How many pairs hold so many values. */
    static long pairs(int values) {
        return (values + 1L) / 2;
    }

    /** How many quads hold so many values. */
    static long quads(int values) {
        return (values + 3L) / 4;
    }
}
