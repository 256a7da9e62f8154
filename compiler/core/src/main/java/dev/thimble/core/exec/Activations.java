package dev.thimble.core.exec;

import dev.thimble.core.ir.ActivationKind;

/** The activation functions on doubles; the same bits on every machine, for the quantiser's tables come from them. */
public final class Activations {
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

    private Activations() {}

    /** The function's value. */
    public static double apply(ActivationKind kind, double x) {
        return switch (kind) {
            case GELU -> x * (1 + ErrorFunction.at(x / Math.sqrt(2))) / 2;
            case GELU_TANH -> x * (1 + StrictMath.tanh(ROOT_TWO_OVER_PI * (x + 0.044715 * x * x * x))) / 2;
            case RELU -> Math.max(x, 0);
            case SILU -> x / (1 + StrictMath.exp(-x));
            case TANH -> StrictMath.tanh(x);
        };
    }
}
