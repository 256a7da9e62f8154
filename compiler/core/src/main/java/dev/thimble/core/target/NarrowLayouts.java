package dev.thimble.core.target;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Precision;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights of 4 bits as kernels read them: {@code thimble_linear_twofold_data} and {@code thimble_linear_fourfold_data} in
 * {@code thimble/kernels.h}.
 */
final class NarrowLayouts {
    /** What sixteenths are multiplied with in the next place of a byte or a 16-bit value. */
    private static final int PLACE = 16;

    /** What is added to all but the last sixteenth of four, so that they are natural numbers. */
    private static final int OFFSET = 8;

    private static final int FOUR = 4;

    private final IntTensor weight;

    private NarrowLayouts(IntTensor weight) {
        this.weight = weight;
    }

    /** I8, half as many rows: 16 times the second output's sixteenth and the first one's. */
    static IntTensor twofold(IntTensor weight) {
        NarrowLayouts matrix = new NarrowLayouts(weight);
        int columns = weight.columns();
        int rows = (weight.rows() + 1) / 2;
        int[] values = IntStream.range(0, rows * columns)
                .map(i -> PLACE * matrix.at(i / columns * 2 + 1, i % columns) + matrix.at(i / columns * 2, i % columns))
                .toArray();
        return IntTensor.of(weight.name(), Precision.I8, List.of(rows, columns), values);
    }

    /** I32, groups of four outputs x words of two columns, those that SXTB16 takes out of four bytes together. */
    static IntTensor fourfold(IntTensor weight) {
        NarrowLayouts matrix = new NarrowLayouts(weight);
        int groups = (weight.rows() + FOUR - 1) / FOUR;
        int width = (weight.columns() + 3) / 4 * 2;
        int[] values = IntStream.range(0, groups * width)
                .map(i -> matrix.word(i / width * FOUR, i % width / 2 * 4 + i % 2))
                .toArray();
        return IntTensor.of(weight.name(), Precision.I32, List.of(groups, width), values);
    }

    private int word(int group, int column) {
        return (four(group, column) & 0xffff) | (four(group, column + 2) << 16);
    }

    private int four(int group, int column) {
        int value = at(group + FOUR - 1, column);
        for (int row = FOUR - 2; row >= 0; row--) {
            value = PLACE * value + at(group + row, column) + OFFSET;
        }
        return value;
    }

    /** A sixteenth of a weight; 0 beyond the matrix. */
    private int at(int row, int column) {
        return row < weight.rows() && column < weight.columns() ? weight.at(row, column) / NarrowWeights.STEP : 0;
    }
}
