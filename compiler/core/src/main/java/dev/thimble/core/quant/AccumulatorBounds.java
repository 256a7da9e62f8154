package dev.thimble.core.quant;

import dev.thimble.core.diag.QuantProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Requantizer;

/** Checks that no sum can leave 32 bits, whatever the input; the formulas are those of docs/numerics.md. */
final class AccumulatorBounds {
    private AccumulatorBounds() {}

    /** Linear and convolution: Σ|w|·128 + |bias|, then shifted left by the requantiser. */
    static void checkProduct(String node, IntTensor weight, IntTensor bias, Requantizer requantizer) {
        for (int row = 0; row < weight.rows(); row++) {
            check(node, weight.absoluteRowSum(row) * 128 + Math.abs((long) bias.at(row)), requantizer.shift());
        }
    }

    /** Attention: the difference of two scores, and the weighted sum of values. */
    static void checkAttention(String node, int headWidth, int maxTokens, int exponentShift, int sumShift) {
        check(node, 2L * 128 * 128 * headWidth, exponentShift);
        check(node, 255L * 128 * maxTokens, sumShift);
    }

    /** A bound, shifted left, must stay below 2³¹. */
    static void check(String node, long bound, int shift) {
        if (shift >= Integer.SIZE || bound > Integer.MAX_VALUE >> shift) {
            throw new ThimbleException(QuantProblem.ACCUMULATOR_BOUND.at(node, Math.scalb((double) bound, shift)));
        }
    }
}
