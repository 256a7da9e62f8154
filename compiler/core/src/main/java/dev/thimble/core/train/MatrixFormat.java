package dev.thimble.core.train;

/**
 * How the values of a matrix under training stand for real numbers; docs/numerics.md, section 11.
 */
public enum MatrixFormat {
    /** A matrix of inference, with its bias: 8-bit inputs, less their zero points below 2^8 in magnitude. */
    WHOLE(24, 22, true),
    /** The first matrix of an adapter: the same without a bias. */
    LOWERING(24, 22, false),
    /**
     * The second one. Its inputs are steps of 2^-12, at most 2^14 in magnitude: what a step contributes is that much
     * less, and has 6 fractional bits more.
     */
    RAISING(30, 16, false);

    private final int fraction;
    private final int inputShift;
    private final boolean biased;

    MatrixFormat(int fraction, int inputShift, boolean biased) {
        this.fraction = fraction;
        this.inputShift = inputShift;
        this.biased = biased;
    }

    /** Fractional bits of weights: a weight is the real contribution of one step of its input. */
    public int fraction() {
        return fraction;
    }

    /** Inputs that are shifted so far stay within ±2^30. */
    public int inputShift() {
        return inputShift;
    }

    /** Whether the last column is the bias. */
    public boolean isBiased() {
        return biased;
    }

    /** What the product of a gradient and an input loses: {@code mulHigh(g << 2, x << inputShift)} is g · x / 2^this. */
    public int productLoss() {
        return Integer.SIZE - inputShift - MatrixForm.GRADIENT_SHIFT;
    }
}
