package dev.thimble.core.train;

/**
 * How large the steps of training are. All are numbers with 24 fractional bits, from 0 to 1.
 *
 * @param rate the learning rate
 * @param momentum how much of the last step is taken again; below 1
 * @param decay how much of a weight counts as gradient
 */
public record Rates(int rate, int momentum, int decay) {
    /** What stands for 1. */
    public static final int ONE = 1 << 24;

    /** Checks the ranges. */
    public Rates {
        if (rate < 0 || rate > ONE || momentum < 0 || momentum >= ONE || decay < 0 || decay > ONE) {
            throw new IllegalArgumentException(rate + ", " + momentum + ", " + decay);
        }
    }

    /** The rates nearest to real numbers. */
    public static Rates of(double rate, double momentum, double decay) {
        return new Rates(fixed(rate), fixed(momentum), fixed(decay));
    }

    private static int fixed(double value) {
        return (int) Math.round(value * ONE);
    }

    /** The momentum as the factor of a rounding multiply of a doubled value. */
    int momentumFactor() {
        return momentum << 7;
    }
}
