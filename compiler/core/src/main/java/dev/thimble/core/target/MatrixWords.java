package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights in words of two 16-bit values, as the DSP kernels read them: {@code thimble_linear_words_data} in {@code
 * thimble/kernels.h}.
 */
final class MatrixWords {
    /** The sum of the second output of a pair must stay below this, for it is computed times 256. */
    private static final long SECOND_BOUND = 1L << 23;

    /** The largest magnitude of an 8-bit activation. */
    private static final long ACTIVATION_BOUND = 128;

    private final IntTensor weight;

    private MatrixWords(IntTensor weight) {
        this.weight = weight;
    }

    /** Whether the second output of every pair stays within its bound: |b + x · w| ≤ |b| + 128 Σ|w| for any x. */
    static boolean fitInPairs(IntOp.Linear op) {
        return IntStream.range(0, op.weight().rows())
                .filter(row -> row % 2 == 1)
                .allMatch(
                        row -> Math.abs((long) op.bias().at(row)) + op.weight().absoluteRowSum(row) * ACTIVATION_BOUND
                                < SECOND_BOUND);
    }

    /** 256 · b + a for the weights a and b of two outputs: I32, pairs of outputs x words of columns. */
    static IntTensor paired(IntOp.Linear op) {
        MatrixWords words = new MatrixWords(op.weight());
        return words.tensor(words.columnPairs(), words::pairs);
    }

    /** The weights of two outputs, word by word: I32, pairs of outputs x twice the words of columns. */
    static IntTensor widened(IntOp.Linear op) {
        MatrixWords words = new MatrixWords(op.weight());
        return words.tensor(2 * words.columnPairs(), words::single);
    }

    @FunctionalInterface
    private interface Word {
        int at(int pair, int position);
    }

    private IntTensor tensor(int width, Word word) {
        int pairs = (weight.rows() + 1) / 2;
        int[] values = IntStream.range(0, pairs * width)
                .map(i -> word.at(i / width, i % width))
                .toArray();
        return IntTensor.of(weight.name(), Precision.I32, List.of(pairs, width), values);
    }

    /** Columns are filled up to quads, two words each. */
    private int columnPairs() {
        return (weight.columns() + 3) / 4 * 2;
    }

    private int pairs(int pair, int position) {
        int column = firstColumn(position);
        return word(pairedAt(pair, column), pairedAt(pair, column + 2));
    }

    private int pairedAt(int pair, int column) {
        return 256 * at(2 * pair + 1, column) + at(2 * pair, column);
    }

    private int single(int pair, int position) {
        int row = 2 * pair + position % 2;
        int column = firstColumn(position / 2);
        return word(at(row, column), at(row, column + 2));
    }

    /** SXTB16 takes four bytes apart into (0, 2) and (1, 3): the first column of such a word. */
    private static int firstColumn(int word) {
        return word / 2 * 4 + word % 2;
    }

    private int at(int row, int column) {
        return row < weight.rows() && column < weight.columns() ? weight.at(row, column) : 0;
    }

    private static int word(int first, int second) {
        return (first & 0xffff) | (second << 16);
    }
}
