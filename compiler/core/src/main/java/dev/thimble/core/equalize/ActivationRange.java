package dev.thimble.core.equalize;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.ActivationKind;

/**
 * What 8 bits in front of an activation and 8 bits behind it stand for: 256 arguments from the least to the greatest,
 * and 256 results between the least and the greatest of what becomes of them.
 *
 * @param least argument; below the greatest
 * @param greatest argument
 */
record ActivationRange(double least, double greatest) {
    private static final int STEPS = IntOp.Lookup.ENTRIES - 1;
    private static final int HALF = IntOp.Lookup.ENTRIES / 2;

    /** Where a function has one value only. */
    private static final double LEAST_STEP = 1e-9;

    /** The real value of a step of the argument. */
    double step() {
        return (greatest - least) / STEPS;
    }

    /** The argument for 0. */
    double offset() {
        return least + HALF * step();
    }

    /**
     * Steps of the result.
     *
     * @param step their real value
     * @param offset the result for 0
     */
    record Results(double step, double offset) {
        static Results of(double[] values) {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
            double step = Math.max((greatest - least) / STEPS, LEAST_STEP);
            return new Results(step, least + HALF * step);
        }

        double rounded(double value) {
            return Math.rint((value - offset) / step) * step + offset;
        }
    }

    Results results(ActivationKind kind) {
        return Results.of(values(kind));
    }

    private double[] values(ActivationKind kind) {
        double[] values = new double[IntOp.Lookup.ENTRIES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Activations.apply(kind, least + i * step());
        }
        return values;
    }

    /** What is looked up for each of the 256 arguments, as real values. */
    double[] levels(ActivationKind kind) {
        double[] values = values(kind);
        Results results = Results.of(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = results.rounded(values[i]);
        }
        return values;
    }
}
