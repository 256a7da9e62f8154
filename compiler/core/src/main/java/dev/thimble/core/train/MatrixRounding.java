package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Requantizer;
import java.util.stream.LongStream;

/**
 * Between a matrix of inference, with rows of 8-bit weights that have a multiplier each, and the same under training.
 * Both ways are integers only, for the device goes them, too; docs/numerics.md, section 11.
 *
 * @param form of the matrix
 */
record MatrixRounding(MatrixForm form) {
    /** What the unit of a row has beyond a weight. */
    private static final int UNIT_SHIFT = MatrixForm.UNIT_FRACTION - MatrixForm.FRACTION;

    /** The bias is so many times a weight: 2^6 is {@link Segment#BIAS_INPUT}. */
    private static final int BIAS_SHIFT = 6;

    /**
     * The weights under training that a matrix of inference stands for; the nearest ones there are where it has larger
     * ones, as a matrix that was rounded from the largest may have by a unit or two.
     */
    int[] unrounded(IntOp.Linear op) {
        return exact(op)
                .mapToInt(weight -> Scaling.clamped(weight, form.largestWeight()))
                .toArray();
    }

    /**
     * Checks that training has room for the weights of a matrix.
     *
     * @throws ThimbleException where one is beyond what can be trained: THM-1103
     */
    void requireRoom(IntOp.Linear op) {
        if (exact(op).anyMatch(weight -> Math.abs(weight) > form.largestWeight())) {
            throw new ThimbleException(TrainProblem.WEIGHTS_TOO_LARGE.at(form.name()));
        }
    }

    private LongStream exact(IntOp.Linear op) {
        long[] weights = new long[form.size()];
        for (int row = 0; row < form.rows(); row++) {
            unroundRow(op, row, weights);
        }
        return LongStream.of(weights);
    }

    private void unroundRow(IntOp.Linear op, int row, long[] weights) {
        int unit = form.toUnit(op.requantizer().shift())
                .apply(op.requantizer().multipliers().at(row), Integer.MAX_VALUE);
        int[] zeroPoints = form.zeroPoints();
        int at = row * form.columns();
        long bias = op.bias().at(row);
        for (int column = 0; column < form.inputs(); column++) {
            int weight = op.weight().at(row, column);
            weights[at++] = Scaling.rounded((long) weight * unit, UNIT_SHIFT);
            bias += (long) zeroPoints[column] * weight;
        }
        weights[at] = Scaling.rounded(bias * unit, UNIT_SHIFT + BIAS_SHIFT);
    }

    /**
     * The matrix of inference nearest to weights under training.
     *
     * @param rows those that count; the others are 0
     */
    IntOp.Linear rounded(IntOp.Linear shape, int[] weights, int rows) {
        int[] integers = new int[form.rows() * form.inputs()];
        int[] biases = new int[form.rows()];
        int[] multipliers = new int[form.rows()];
        for (int row = 0; row < rows; row++) {
            int largest = largest(weights, row);
            while (!roundRow(weights, row, largest, integers, biases)) {
                largest *= 2;
            }
            multipliers[row] = form.toMultiplier().apply(largest, Integer.MAX_VALUE);
        }
        return new IntOp.Linear(
                like(shape.weight(), integers),
                like(shape.bias(), biases),
                new Requantizer(0, like(shape.requantizer().multipliers(), multipliers)));
    }

    private static IntTensor like(IntTensor tensor, int[] values) {
        return IntTensor.of(tensor.name(), tensor.precision(), tensor.dims(), values);
    }

    /** What 127 stands for: the largest weight of the row, or more, so that the bias has room. */
    private int largest(int[] weights, int row) {
        int first = row * form.columns();
        int last = first + form.inputs();
        int largest = 1;
        for (int at = first; at < last; at++) {
            largest = Math.max(largest, Math.abs(weights[at]));
        }
        long bias = Math.abs((long) weights[last]) << BIAS_SHIFT;
        long forBias = (bias * MatrixForm.LARGEST_INTEGER + MatrixForm.LARGEST_BIAS - 1) / MatrixForm.LARGEST_BIAS;
        return (int) Math.max(largest, forBias);
    }

    /** Whether words of two outputs can hold the row's sums, whatever the input. */
    private boolean roundRow(int[] weights, int row, int largest, int[] integers, int[] biases) {
        int[] zeroPoints = form.zeroPoints();
        int at = row * form.columns();
        long absolute = 0;
        long bias = steps((long) weights[at + form.inputs()] << BIAS_SHIFT, largest);
        for (int column = 0; column < form.inputs(); column++) {
            int weight = steps(weights[at + column], largest);
            integers[row * form.inputs() + column] = weight;
            absolute += Math.abs(weight);
            bias -= (long) zeroPoints[column] * weight;
        }
        biases[row] = Math.toIntExact(bias);
        return Math.abs(bias) - Precision.I8.min() * absolute < MatrixForm.LARGEST_SECOND;
    }

    /** ⌊127 · weight / largest + 1/2⌋. */
    private static int steps(long weight, int largest) {
        return Math.toIntExact(Math.floorDiv(2L * MatrixForm.LARGEST_INTEGER * weight + largest, 2L * largest));
    }
}
