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

    private WeightQuantizer() {}

    /**
     * Integers and scales of one tensor.
     *
     * @param integers I8, shaped as the tensor
     * @param scales the real value of a step, one per row or one in all
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next in this package
    record Quantized(IntTensor integers, double[] scales) {}

    /** One scale per row; a row's scale is at least its floor. */
    static Quantized perRow(FloatTensor weight, double[] floors) {
        double[] scales = new double[weight.rows()];
        for (int row = 0; row < scales.length; row++) {
            scales[row] = scale(weight, row * weight.columns(), weight.columns(), floors[row]);
        }
        return quantize(weight, scales);
    }

    /** One scale for the whole tensor. */
    static Quantized perTensor(FloatTensor weight) {
        return quantize(weight, new double[] {scale(weight, 0, weight.size(), Double.MIN_NORMAL)});
    }

    /** Integers of given scales: one per row, or one in all. */
    static Quantized quantize(FloatTensor weight, double[] scales) {
        int[] integers = new int[weight.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = step(weight.at(i), scales[scales.length == 1 ? 0 : i / weight.columns()]);
        }
        return new Quantized(IntTensor.of(weight.name(), Precision.I8, weight.dims(), integers), scales);
    }

    private static int step(double value, double scale) {
        return (int) Math.max(-LARGEST, Math.min(LARGEST, Math.rint(value / scale)));
    }

    private static double scale(FloatTensor weight, int from, int count, double floor) {
        double magnitude = 0;
        for (int i = from; i < from + count; i++) {
            magnitude = Math.max(magnitude, Math.abs(weight.at(i)));
        }
        double widest = Math.max(magnitude / LARGEST, floor);
        double best = widest;
        double least = error(weight, from, count, widest);
        for (int i = 1; i <= CANDIDATES; i++) {
            double scale = Math.max(floor, widest * (1 - (1 - SMALLEST) * i / CANDIDATES));
            double error = error(weight, from, count, scale);
            if (error < least) {
                least = error;
                best = scale;
            }
        }
        return best;
    }

    private static double error(FloatTensor weight, int from, int count, double scale) {
        double error = 0;
        for (int i = from; i < from + count; i++) {
            double off = step(weight.at(i), scale) * scale - weight.at(i);
            error += off * off;
        }
        return error;
    }
}
