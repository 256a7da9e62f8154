package dev.thimble.core.quant;

import dev.thimble.core.ir.ActivationKind;

/** The activation functions on doubles, for the compiler's tables. */
public final class Activations {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final int SERIES_END = 6;

    private Activations() {}

    /** The function's value. */
    public static double apply(ActivationKind kind, double x) {
        return switch (kind) {
            case GELU -> x * (1 + erf(x / Math.sqrt(2))) / 2;
            case GELU_TANH -> x * (1 + Math.tanh(ROOT_TWO_OVER_PI * (x + 0.044715 * x * x * x))) / 2;
            case RELU -> Math.max(x, 0);
            case SILU -> x / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
        };
    }

    /** The error function by its Maclaurin series (Abramowitz and Stegun 7.1.6), exact to 1e-15 up to 6, then ±1. */
    static double erf(double x) {
        if (Math.abs(x) >= SERIES_END) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
    }
}
