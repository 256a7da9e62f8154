package dev.thimble.core.train;

import dev.thimble.core.integer.IntOp;

/**
 * A frozen matrix with the adapter beside it; docs/numerics.md, section 11.
 *
 * @param frozen W
 * @param lowering A
 * @param raising B
 */
record AdaptedMatrix(FrozenMatrix frozen, TrainedMatrix lowering, TrainedMatrix raising) {
    /** What lies between the two matrices stays within ±2^14, which is ±4. */
    static final int LARGEST_BETWEEN = 1 << 14;

    /** Fractional bits of what lies between. */
    static final int BETWEEN_FRACTION = 12;

    /** What B has beyond the sums of inference. */
    private static final int RAISED_SHIFT = MatrixFormat.RAISING.fraction() - MatrixForm.FRACTION;

    /** A product of both has 24 + 30 fractional bits, less those of what lies between; a weight has 24. */
    private static final int MERGED_SHIFT = MatrixFormat.RAISING.fraction() - BETWEEN_FRACTION;

    /** What A makes of an input. */
    private int[] lowered(int[] input) {
        MatrixForm form = lowering.form();
        long[] sums = lowering.sums(lowering.centred(input), form.rows());
        int[] lowered = new int[sums.length];
        for (int i = 0; i < lowered.length; i++) {
            lowered[i] = form.toResult().apply(Scaling.clamped(sums[i], Integer.MAX_VALUE), LARGEST_BETWEEN);
        }
        return lowered;
    }

    /** W x + B A x, with 24 fractional bits. */
    long[] sums(int[] input) {
        long[] sums = frozen.sums(input);
        long[] raised = raising.sums(raising.centred(lowered(input)), sums.length);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += Scaling.rounded(raised[i], RAISED_SHIFT);
        }
        return sums;
    }

    /** Adds one example's gradient, of the results, to the momentum of both matrices under training. */
    void accumulate(int[] gradient, int[] input) {
        lowering.accumulate(raising.back(gradient), lowering.centred(input));
        raising.accumulate(gradient, raising.centred(lowered(input)));
    }

    /** The gradient of the input's real values, from that of the results. */
    int[] back(int[] gradient) {
        return Gradients.sum(frozen.back(gradient), lowering.back(raising.back(gradient)));
    }

    /** The matrix of inference nearest to W + B A. */
    IntOp.Linear merged() {
        MatrixForm form = frozen.form();
        MatrixRounding rounding = new MatrixRounding(form);
        int[] weights = rounding.unrounded(frozen.op());
        for (int row = 0; row < form.rows(); row++) {
            for (int column = 0; column < form.inputs(); column++) {
                int at = row * form.columns() + column;
                long moved = weights[at] + Scaling.rounded(product(row, column), MERGED_SHIFT);
                weights[at] = Scaling.clamped(moved, form.largestWeight());
            }
        }
        return rounding.rounded(frozen.op(), weights, form.rows());
    }

    private long product(int row, int column) {
        int rank = lowering.form().rows();
        long sum = 0;
        for (int i = 0; i < rank; i++) {
            sum += (long) raising.weights()[row * rank + i]
                    * lowering.weights()[i * lowering.form().columns() + column];
        }
        return sum;
    }
}
