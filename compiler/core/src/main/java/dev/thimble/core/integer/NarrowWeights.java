package dev.thimble.core.integer;

import java.util.stream.IntStream;

/**
 * Weights of 4 bits: values of 8 bits that are 16 times -7 to 7, so that a product with them is one of weights of 8 bits
 * in every respect but for how they lie in flash; docs/numerics.md, section 4.
 */
public final class NarrowWeights {
    /** Bits of a weight in flash. */
    public static final int BITS = 4;

    /** What weights are multiples of. */
    public static final int STEP = 16;

    /** The largest of those multiples. */
    public static final int LARGEST = 7;

    /**
     * Of an output, the sum of its sixteenths' magnitudes stays below this: times the largest input, 128, that is 2^19, so
     * that kernels can have four outputs' sums in one word.
     */
    private static final int SUM_BOUND = 1 << 12;

    private NarrowWeights() {}

    /** Whether a product with these weights can have them in 4 bits. */
    public static boolean fit(IntTensor weight, Requantizer requantizer) {
        return requantizer.shift() == 0
                && IntStream.range(0, weight.size()).map(weight::at).allMatch(NarrowWeights::isWeight)
                && IntStream.range(0, weight.rows())
                        .allMatch(row -> weight.absoluteRowSum(row) < (long) STEP * SUM_BOUND);
    }

    private static boolean isWeight(int value) {
        return value % STEP == 0 && Math.abs(value) <= STEP * LARGEST;
    }
}
