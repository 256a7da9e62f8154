package dev.thimble.core.train;

import dev.thimble.core.integer.Quantization;

/**
 * Columns of a matrix's input that have one quantisation.
 *
 * @param columns 1 or more
 * @param scale the real value of a step
 * @param zeroPoint what is taken off the integers
 */
public record Segment(int columns, double scale, int zeroPoint) {
    /** The bias is a column whose input is this many steps, always; together they are 1. */
    public static final int BIAS_INPUT = 64;

    /** The column of the bias. */
    static final Segment BIAS = new Segment(1, 1.0 / BIAS_INPUT, 0);

    /** From a learning rate to what momentum moves weights by. */
    public Scaling toStep(MatrixFormat format) {
        return StepSizes.ofRate(this, format);
    }

    /** From a decay to what weights add to momentum. */
    public Scaling toDecay(MatrixFormat format) {
        return StepSizes.ofDecay(this, format);
    }

    /** From a gradient of steps to one of real values. */
    public Scaling toGradient(MatrixFormat format) {
        return TrainedMatrix.ofInput(this, format);
    }

    /** The columns of a value. */
    static Segment of(int columns, Quantization quantization) {
        return new Segment(columns, quantization.scale(), quantization.zeroPoint());
    }
}
