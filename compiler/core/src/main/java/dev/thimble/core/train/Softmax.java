package dev.thimble.core.train;

import dev.thimble.core.integer.Exponential;
import dev.thimble.core.integer.FixedPoint;
import java.util.stream.LongStream;

/**
 * The gradient of softmax and cross-entropy: p - t, p the probabilities and t 1 at the example's label; docs/numerics.md,
 * section 11.
 */
final class Softmax {
    /** Differences beyond 2^30, which is 64, make a weight of 0 all the same. */
    private static final long LARGEST_DIFFERENCE = 1 << 30;

    /** log₂e · 2^(32 - 8): from 24 fractional bits to 16 bits of the exponent of 2. */
    static final int TO_EXPONENT = 24_204_406;

    /** ln 2 · 2^16. */
    static final int LN_2 = 45_426;

    /** Fractional bits of exponents. */
    private static final int EXPONENT_FRACTION = 16;

    /** The table has steps of 1/256; this is what is left of the fraction. */
    private static final int REST_BITS = 8;

    /** Left shift of the table's entries, which then stay below 2^30. */
    private static final int TABLE_SHIFT = 14;

    private Softmax() {}

    /**
     * 2^30 · 255/256 · e^(-difference): at most 4e-6 of it off, for the first two terms of 2^-x, x below 1/256, are
     * computed.
     *
     * @param difference 0 or more, with 24 fractional bits
     */
    static int exponential(long difference) {
        int exponent = FixedPoint.mulHigh((int) Math.min(difference, LARGEST_DIFFERENCE), TO_EXPONENT);
        int fraction = exponent & ((1 << EXPONENT_FRACTION) - 1);
        int coarse = Exponential.TABLE.at(fraction >> REST_BITS) << TABLE_SHIFT;
        int rest = fraction & ((1 << REST_BITS) - 1);
        return (coarse - FixedPoint.mulHigh(coarse, rest * LN_2)) >> Math.min(exponent >> EXPONENT_FRACTION, 31);
    }

    /**
     * The gradient of each sum, with 26 fractional bits, divided by the batch.
     *
     * @param sums logits, with 24 fractional bits
     * @param label of the example
     * @param batch examples of a step, 1 or more
     */
    static int[] gradient(long[] sums, int label, int batch) {
        long largest = LongStream.of(sums).max().orElseThrow();
        long[] weights =
                LongStream.of(sums).map(sum -> exponential(largest - sum)).toArray();
        long whole = LongStream.of(weights).sum() * batch;
        int[] gradient = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
            gradient[i] = quotient(weights[i], whole);
        }
        gradient[label] -= quotient(1, batch);
        return gradient;
    }

    /** ⌊2^26 · part / whole + 1/2⌋. */
    private static int quotient(long part, long whole) {
        return (int) (((part << (MatrixForm.GRADIENT_FRACTION + 1)) + whole) / (2 * whole));
    }
}
