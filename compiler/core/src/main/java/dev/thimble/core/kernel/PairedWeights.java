package dev.thimble.core.kernel;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Weights of two outputs in one 16-bit value, as the DSP kernels read them: {@code thimble_linear_paired_t} in {@code
 * thimble/kernels.h}.
 */
public final class PairedWeights {
    /** The sum of the second output of a pair must stay below this, for it is computed times 256. */
    private static final long SECOND_BOUND = 1L << 23;

    /** The largest magnitude of an 8-bit activation. */
    private static final long ACTIVATION_BOUND = 128;

    /** Columns of a quad in the order in which SXTB16 takes four bytes apart. */
    private static final int[] QUAD_ORDER = {0, 2, 1, 3};

    private final IntTensor weight;
    private final IntTensor bias;

    private PairedWeights(IntTensor weight, IntTensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /**
     * The pairs of a matrix.
     *
     * @return I16, pairs of outputs x inputs rounded up to a multiple of 4; nothing where a sum could grow too large or
     *     must be shifted before it is requantised
     */
    public static Optional<IntTensor> of(IntOp.Linear op) {
        PairedWeights pairs = new PairedWeights(op.weight(), op.bias());
        return op.requantizer().shift() == 0 && pairs.fit() ? Optional.of(pairs.pack()) : Optional.empty();
    }

    private boolean fit() {
        return IntStream.range(0, weight.rows()).filter(row -> row % 2 == 1).allMatch(this::fits);
    }

    /** |b + x · w| ≤ |b| + 128 Σ|w| for any x. */
    private boolean fits(int row) {
        return Math.abs((long) bias.at(row)) + weight.absoluteRowSum(row) * ACTIVATION_BOUND < SECOND_BOUND;
    }

    private int at(int row, int column) {
        return row < weight.rows() && column < weight.columns() ? weight.at(row, column) : 0;
    }

    private IntTensor pack() {
        int pairs = (weight.rows() + 1) / 2;
        int columns = (weight.columns() + 3) / 4 * 4;
        int[] values = IntStream.range(0, pairs * columns)
                .map(i -> pair(i / columns, i % columns))
                .toArray();
        return IntTensor.of(weight.name(), Precision.I16, List.of(pairs, columns), values);
    }

    private int pair(int pair, int position) {
        int column = position / 4 * 4 + QUAD_ORDER[position % 4];
        return 256 * at(2 * pair + 1, column) + at(2 * pair, column);
    }
}
