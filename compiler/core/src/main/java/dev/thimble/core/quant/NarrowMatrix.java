package dev.thimble.core.quant;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;

/**
 * A matrix in 4 bits: each row's scale is that of least squared error, and values are rounded so that products change
 * little ({@link ErrorFeedback}).
 */
final class NarrowMatrix {
    private static final int CANDIDATES = 32;

    /** Scales are searched between these parts of the one that reaches the largest value. */
    private static final double WIDEST = 1.1;

    private static final double NARROWEST = 0.45;

    private final FloatTensor weight;
    private final ErrorFeedback feedback;
    private final double[] units;
    private final double[][] rounded;

    private NarrowMatrix(FloatTensor weight, ErrorFeedback feedback) {
        this.weight = weight;
        this.feedback = feedback;
        this.units = new double[weight.rows()];
        this.rounded = new double[weight.rows()][];
    }

    /** Of weights by rows, for inputs with such moments. */
    static NarrowMatrix of(FloatTensor weight, double[][] moments) {
        NarrowMatrix matrix = new NarrowMatrix(weight, ErrorFeedback.of(moments));
        for (int row = 0; row < weight.rows(); row++) {
            double[] values = matrix.row(row);
            matrix.units[row] = unit(values);
            matrix.rounded[row] = matrix.rounded(values, matrix.units[row]);
        }
        return matrix;
    }

    private double[] row(int row) {
        double[] values = new double[weight.columns()];
        for (int column = 0; column < values.length; column++) {
            values[column] = weight.at(row, column);
        }
        return values;
    }

    private double[] rounded(double[] values, double unit) {
        return feedback.rounded(values, value -> sixteenth(value / unit) * unit);
    }

    /** Weights as values of 8 bits, and their scales, each of which is at least its floor. */
    WeightQuantizer.Quantized quantized(double[] floors) {
        int[] integers = new int[weight.size()];
        double[] scales = new double[units.length];
        for (int row = 0; row < units.length; row++) {
            double unit = Math.max(units[row], floors[row] * NarrowWeights.STEP);
            double[] values = unit > units[row] ? rounded(row(row), unit) : rounded[row];
            scales[row] = unit / NarrowWeights.STEP;
            for (int column = 0; column < values.length; column++) {
                integers[row * values.length + column] = NarrowWeights.STEP * (int) Math.rint(values[column] / unit);
            }
        }
        return new WeightQuantizer.Quantized(
                IntTensor.of(weight.name(), Precision.I8, weight.dims(), integers), scales);
    }

    private static double sixteenth(double value) {
        return Math.max(-NarrowWeights.LARGEST, Math.min(NarrowWeights.LARGEST, Math.rint(value)));
    }

    /** The step of least squared error, each value rounded by itself. */
    private static double unit(double[] values) {
        double largest = Double.MIN_NORMAL;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        double best = largest / NarrowWeights.LARGEST;
        double least = error(values, best);
        for (int i = 0; i <= CANDIDATES; i++) {
            double unit = largest / NarrowWeights.LARGEST * (WIDEST - (WIDEST - NARROWEST) * i / CANDIDATES);
            double error = error(values, unit);
            if (error < least) {
                least = error;
                best = unit;
            }
        }
        return best;
    }

    private static double error(double[] values, double unit) {
        double error = 0;
        for (double value : values) {
            double off = sixteenth(value / unit) * unit - value;
            error += off * off;
        }
        return error;
    }
}
