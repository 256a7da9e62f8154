package dev.thimble.core.quant;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;

/**
 * Symmetric int8 weights with one scale per output channel (or one for the table), each chosen for the least squared
 * error over shrunken copies of the channel's range.
 */
final class WeightQuantizer {
    private static final int LARGEST = 127;
    private static final int CANDIDATES = 32;
    private static final double SMALLEST = 0.6;

    /** Values between two looks at whether an error is large enough already. */
    private static final int STRETCH = 64;

    private WeightQuantizer() {}

    /**
     * Integers and scales of one tensor.
     *
     * @param integers I8, shaped as the tensor
     * @param scales the real value of a step, one per row or one in all
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next in this package
    record Quantized(IntTensor integers, double[] scales) {}

    /**
     * The scales of a matrix's rows as the search finds them without a floor.
     *
     * @param best one per row
     * @param finest the finest scale that was tried for each row: a floor up to there changes nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // stays in this package
    record RowScales(double[] best, double[] finest) {
        static RowScales of(FloatTensor weight) {
            double[] best = new double[weight.rows()];
            double[] finest = new double[weight.rows()];
            for (int row = 0; row < best.length; row++) {
                Rows one = new Rows(weight, row, 1);
                best[row] = one.scale(Double.MIN_NORMAL);
                finest[row] = one.magnitude() / LARGEST * SMALLEST;
            }
            return new RowScales(best, finest);
        }

        /** Integers whose rows' scales are at least their floors. */
        Quantized quantize(FloatTensor weight, double[] floors) {
            double[] scales = best.clone();
            for (int row = 0; row < scales.length; row++) {
                if (floors[row] > finest[row]) {
                    scales[row] = new Rows(weight, row, 1).scale(floors[row]);
                }
            }
            return WeightQuantizer.quantize(weight, scales);
        }
    }

    /** One scale per row; a row's scale is at least its floor. */
    static Quantized perRow(FloatTensor weight, double[] floors) {
        return RowScales.of(weight).quantize(weight, floors);
    }

    /** One scale for the whole tensor. */
    static Quantized perTensor(FloatTensor weight) {
        return quantize(weight, new double[] {new Rows(weight, 0, weight.rows()).scale(Double.MIN_NORMAL)});
    }

    /** Integers of given scales: one per row, or one in all. */
    static Quantized quantize(FloatTensor weight, double[] scales) {
        int[] integers = new int[weight.size()];
        int perScale = integers.length / scales.length;
        for (int i = 0; i < integers.length; i++) {
            integers[i] = step(weight.at(i), scales[i / perScale]);
        }
        return new Quantized(IntTensor.of(weight.name(), Precision.I8, weight.dims(), integers), scales);
    }

    private static int step(double value, double scale) {
        return (int) Math.max(-LARGEST, Math.min(LARGEST, Math.rint(value / scale)));
    }

    /** Some rows of a tensor, which get one scale. */
    private static final class Rows {
        private final float[] values;
        private final double magnitude;

        Rows(FloatTensor tensor, int first, int count) {
            values = tensor.rowsFrom(first, count);
            magnitude = magnitude(values);
        }

        double magnitude() {
            return magnitude;
        }

        private static double magnitude(float[] values) {
            float magnitude = 0;
            for (float value : values) {
                magnitude = Math.max(magnitude, Math.abs(value));
            }
            return magnitude;
        }

        double scale(double floor) {
            double widest = Math.max(magnitude / LARGEST, floor);
            double best = widest;
            double least = error(widest, Double.POSITIVE_INFINITY);
            for (int i = 1; i <= CANDIDATES; i++) {
                double scale = Math.max(floor, widest * (1 - (1 - SMALLEST) * i / CANDIDATES));
                double error = error(scale, least);
                if (error < least) {
                    least = error;
                    best = scale;
                }
            }
            return best;
        }

        /** Stops once it is no better than {@code enough}. */
        private double error(double scale, double enough) {
            double error = 0;
            for (int from = 0; from < values.length && error < enough; from += STRETCH) {
                error = addErrors(error, scale, from, Math.min(values.length, from + STRETCH));
            }
            return error;
        }

        private double addErrors(double before, double scale, int from, int to) {
            double error = before;
            for (int i = from; i < to; i++) {
                double off = step(values[i], scale) * scale - values[i];
                error += off * off;
            }
            return error;
        }
    }
}
