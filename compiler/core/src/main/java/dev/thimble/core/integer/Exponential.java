package dev.thimble.core.integer;

import java.util.stream.IntStream;

/**
 * The integer exponential of the softmax: 2^(-t/256) as an 8-bit weight, from one table of 256 entries; docs/numerics.md,
 * section 7. The largest score of a row has weight 255, so a row's sum lies in 255 … 255 · n.
 */
public final class Exponential {
    /** The weight of the largest score. */
    public static final int ONE = 255;

    /** Steps of the exponent in a power of two. */
    public static final int STEPS = 256;

    private static final int TABLE_FRACTION = 8;
    private static final int MAX_HALVINGS = 15;

    /** round(255 · 2^8 · 2^(-f/256)) for f = 0 … 255, as unsigned 16-bit values. */
    public static final IntTensor TABLE = IntTensor.vector(
            "thimble_exp2",
            Precision.I32,
            IntStream.range(0, STEPS)
                    .map(f ->
                            (int) Math.round(ONE * Math.scalb(StrictMath.pow(2, -f / (double) STEPS), TABLE_FRACTION)))
                    .toArray());

    private Exponential() {}

    /**
     * round(255 · 2^(-t/256)), half up.
     *
     * @param t 0 or more
     */
    public static int weight(int t) {
        int shift = TABLE_FRACTION + Math.min(t >> 8, MAX_HALVINGS);
        return (TABLE.at(t & 255) + (1 << (shift - 1))) >> shift;
    }
}
