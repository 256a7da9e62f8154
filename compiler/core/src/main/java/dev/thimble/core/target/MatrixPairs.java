package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights of two outputs in 16 bits, as the DSP kernels read them: {@code thimble_linear_paired_data} in {@code
 * thimble/kernels.h}.
 */
final class MatrixPairs {
    /** The sum of the second output of a pair must stay below this, for it is computed times 256. */
    private static final long SECOND_BOUND = 1L << 23;

    /** The largest magnitude of an 8-bit activation. */
    private static final long ACTIVATION_BOUND = 128;

    /** Outputs whose words lie side by side. */
    private static final int GROUP = 4;

    /** Words of a quad of columns of such outputs. */
    private static final int WORDS = 4;

    private final IntTensor weight;

    private MatrixPairs(IntTensor weight) {
        this.weight = weight;
    }

    /** Whether the second output of every pair stays within its bound: |b + x · w| ≤ |b| + 128 Σ|w| for any x. */
    static boolean fit(IntOp.Linear op) {
        return IntStream.range(0, op.weight().rows())
                .filter(row -> row % 2 == 1)
                .allMatch(
                        row -> Math.abs((long) op.bias().at(row)) + op.weight().absoluteRowSum(row) * ACTIVATION_BOUND
                                < SECOND_BOUND);
    }

    /** 256 · b + a for the weights a and b of two outputs: I32, groups of four outputs x words of columns. */
    static IntTensor words(IntOp.Linear op) {
        return new MatrixPairs(op.weight()).words();
    }

    private IntTensor words() {
        int groups = (weight.rows() + GROUP - 1) / GROUP;
        int width = (weight.columns() + 3) / 4 * WORDS;
        int[] values = IntStream.range(0, groups * width)
                .map(i -> word(i / width * GROUP, i % width))
                .toArray();
        return IntTensor.of(weight.name(), Precision.I32, List.of(groups, width), values);
    }

    /**
     * SXTB16 takes four bytes apart into (0, 2) and (1, 3), so a word holds columns c and c + 2.
     *
     * @param group its first output
     * @param place among the words of the group
     */
    private int word(int group, int place) {
        int row = group + place % 2 * 2;
        int column = place / WORDS * 4 + place % WORDS / 2;
        return (pair(row, column) & 0xffff) | (pair(row, column + 2) << 16);
    }

    private int pair(int row, int column) {
        return 256 * at(row + 1, column) + at(row, column);
    }

    private int at(int row, int column) {
        return row < weight.rows() && column < weight.columns() ? weight.at(row, column) : 0;
    }
}
