package dev.thimble.core.train;

import dev.thimble.core.integer.FixedPoint;
import java.util.Arrays;
import java.util.List;

/** The values of a matrix under training, and what a step does to them; docs/numerics.md, section 11. */
final class TrainedMatrix {
    /** Between a sum of gradients times weights and what is scaled to a gradient of the input. */
    private static final int BACK_SHIFT = 14;

    private final MatrixForm form;
    private final List<Segment> segments;
    private final int[] zeroPoints;
    private final int columns;
    private final int largest;
    private final int[] weights;
    private final int[] momentum;
    private boolean held;

    /** A matrix whose weights are those of the array, which it goes on using. */
    TrainedMatrix(MatrixForm form, int[] weights) {
        this.form = form;
        this.segments = form.segments();
        this.zeroPoints = form.zeroPoints();
        this.columns = form.columns();
        this.largest = form.largestWeight();
        this.weights = weights;
        this.momentum = new int[weights.length];
    }

    void set(int[] values, int at) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Scaling.clamped(values[at + i], largest);
            momentum[i] = 0;
        }
    }

    /** Whether steps leave the matrix as it is; what a held one had gathered of gradients is forgotten. */
    void hold(boolean isHeld) {
        held = isHeld;
        if (isHeld) {
            Arrays.fill(momentum, 0);
        }
    }

    MatrixForm form() {
        return form;
    }

    int[] weights() {
        return weights;
    }

    /** What an input is multiplied as: its steps less the zero points, and the bias's at last. */
    int[] centred(int[] input) {
        int[] x = new int[columns];
        for (int i = 0; i < input.length; i++) {
            x[i] = input[i] - zeroPoints[i];
        }
        if (form.format().isBiased()) {
            x[columns - 1] = Segment.BIAS_INPUT;
        }
        return x;
    }

    /** Σ weight · input of the first rows, with the fractional bits of weights. */
    long[] sums(int[] x, int rows) {
        long[] sums = new long[rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                sums[row] += (long) weights[row * columns + column] * x[column];
            }
        }
        return sums;
    }

    /** Begins a step: momentum is what it was, less, and what decays. */
    void begin(Rates rates, int rows) {
        if (held) {
            return;
        }
        int first = 0;
        for (Segment segment : segments) {
            StepSizes sizes = StepSizes.of(segment, form.format(), rates);
            for (int from = first; from < rows * columns; from += columns) {
                for (int at = from; at < from + segment.columns(); at++) {
                    momentum[at] = begun(momentum[at], weights[at], rates, sizes);
                }
            }
            first += segment.columns();
        }
    }

    private static int begun(int momentum, int weight, Rates rates, StepSizes sizes) {
        int kept = FixedPoint.mulHigh(2 * momentum, rates.momentumFactor());
        int decay = FixedPoint.mulHigh(weight << StepSizes.DECAY_SHIFT, sizes.decay());
        return saturated(kept + decay);
    }

    private static int saturated(int momentum) {
        int shift = Integer.SIZE - MatrixForm.MOMENTUM_BITS;
        return Math.max(Integer.MIN_VALUE >> shift, Math.min(Integer.MAX_VALUE >> shift, momentum));
    }

    /** Adds one example's gradient: of the results, with 26 fractional bits, times the input. */
    void accumulate(int[] gradient, int[] x) {
        if (held) {
            return;
        }
        int inputShift = form.format().inputShift();
        for (int row = 0; row < gradient.length; row++) {
            int slope = gradient[row] << MatrixForm.GRADIENT_SHIFT;
            for (int column = 0; column < columns; column++) {
                int at = row * columns + column;
                momentum[at] = saturated(momentum[at] + FixedPoint.mulHigh(slope, x[column] << inputShift));
            }
        }
    }

    /** Ends a step: weights go against the momentum. */
    void end(Rates rates, int rows) {
        if (held) {
            return;
        }
        int first = 0;
        for (Segment segment : segments) {
            int step = StepSizes.of(segment, form.format(), rates).step();
            for (int from = first; from < rows * columns; from += columns) {
                for (int at = from; at < from + segment.columns(); at++) {
                    long moved = (long) weights[at] - FixedPoint.mulHigh(momentum[at], step);
                    weights[at] = Scaling.clamped(moved, largest);
                }
            }
            first += segment.columns();
        }
    }

    /** The gradient of the input's real values, with 26 fractional bits, from that of the results. */
    int[] back(int[] gradient) {
        int[] back = new int[form.inputs()];
        int column = 0;
        for (Segment segment : form.inputSegments()) {
            Scaling scaling = ofInput(segment, form.format());
            for (int end = column + segment.columns(); column < end; column++) {
                long sum = Scaling.rounded(transposedSum(gradient, column), BACK_SHIFT);
                back[column] = scaling.apply(Scaling.clamped(sum, Integer.MAX_VALUE), MatrixForm.LARGEST_GRADIENT);
            }
        }
        return back;
    }

    private long transposedSum(int[] gradient, int column) {
        long sum = 0;
        for (int row = 0; row < gradient.length; row++) {
            sum += (long) gradient[row] * weights[row * columns + column];
        }
        return sum;
    }

    /** From the gradient of a step, with 14 fractional bits less than a weight's product has, to that of a real value. */
    static Scaling ofInput(Segment segment, MatrixFormat format) {
        return Scaling.of(Math.scalb(1 / segment.scale(), BACK_SHIFT - format.fraction()));
    }
}
