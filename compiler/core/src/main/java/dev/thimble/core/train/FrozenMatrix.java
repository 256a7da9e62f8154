package dev.thimble.core.train;

import dev.thimble.core.integer.IntOp;

/**
 * A matrix of inference that training goes through and leaves as it is; docs/numerics.md, section 11.
 *
 * @param form of the matrix
 * @param op its integers
 */
record FrozenMatrix(MatrixForm form, IntOp.Linear op) {
    /** What the unit of a row has beyond a sum. */
    private static final int UNIT_SHIFT = MatrixForm.UNIT_FRACTION - MatrixForm.FRACTION;

    /** What is taken off a gradient times a unit, which then has 26 + 39 - 24 = 41 fractional bits. */
    private static final int GRADIENT_SHIFT = 24;

    /** Between a sum of such products times integers, and what is scaled to a gradient of the input. */
    private static final int BACK_SHIFT = 5;

    /** The real value of a step of a row, with 39 fractional bits. */
    private int unit(int row) {
        return form.toUnit(op.requantizer().shift())
                .apply(op.requantizer().multipliers().at(row), Integer.MAX_VALUE);
    }

    /** What inference has before it rounds to results, with 24 fractional bits. */
    long[] sums(int[] input) {
        long[] sums = new long[form.rows()];
        for (int row = 0; row < sums.length; row++) {
            long sum = op.bias().at(row);
            for (int column = 0; column < input.length; column++) {
                sum += (long) op.weight().at(row, column) * input[column];
            }
            sums[row] = Scaling.rounded(sum * unit(row), UNIT_SHIFT);
        }
        return sums;
    }

    /** The gradient of the input's real values, from that of the results. */
    int[] back(int[] gradient) {
        long[] sums = new long[form.inputs()];
        for (int row = 0; row < form.rows(); row++) {
            int step = Scaling.clamped(
                    Scaling.rounded((long) gradient[row] * unit(row), GRADIENT_SHIFT), Integer.MAX_VALUE);
            for (int column = 0; column < sums.length; column++) {
                sums[column] += (long) step * op.weight().at(row, column);
            }
        }
        return real(sums);
    }

    private int[] real(long[] sums) {
        int[] back = new int[sums.length];
        int column = 0;
        for (Segment segment : form.inputSegments()) {
            Scaling scaling = TrainedMatrix.ofInput(segment, form.format());
            for (int end = column + segment.columns(); column < end; column++) {
                int sum = Scaling.clamped(Scaling.rounded(sums[column], BACK_SHIFT), Integer.MAX_VALUE);
                back[column] = scaling.apply(sum, MatrixForm.LARGEST_GRADIENT);
            }
        }
        return back;
    }
}
