package dev.thimble.core.quant;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.util.List;

/** Weights that meet a value twice: what rounding took off them the first time is there the second. */
final class FineWeights {
    private final FloatTensor weight;
    private final WeightQuantizer.Quantized rounded;
    private final int[] integers;

    private FineWeights(FloatTensor weight, WeightQuantizer.Quantized rounded) {
        this.weight = weight;
        this.rounded = rounded;
        this.integers = rounded.integers().toArray();
    }

    /**
     * Fills the columns of repetitions.
     *
     * @param weight by the columns of the parts, in steps of what meets it
     * @param rounded the same, 0 for repetitions
     */
    static WeightQuantizer.Quantized of(FloatTensor weight, WeightQuantizer.Quantized rounded, List<Part> parts) {
        if (Part.areWhole(parts)) {
            return rounded;
        }
        FineWeights fine = new FineWeights(weight, rounded);
        int at = 0;
        int whole = 0;
        for (Part part : parts) {
            if (part.role() == Part.Role.WHOLE) {
                whole = at;
            } else if (part.role() == Part.Role.REPETITION) {
                fine.repeat(whole, at, part.width());
            }
            at += part.width();
        }
        return new WeightQuantizer.Quantized(
                IntTensor.of(weight.name(), Precision.I8, weight.dims(), fine.integers), rounded.scales());
    }

    private void repeat(int from, int to, int width) {
        for (int row = 0; row < weight.rows(); row++) {
            int start = row * weight.columns();
            for (int i = 0; i < width; i++) {
                integers[start + to + i] = lost(row, start + from + i);
            }
        }
    }

    /** What rounding took off a weight; half a step at most, for what lies beyond is cut off on purpose. */
    private int lost(int row, int at) {
        double off = weight.at(row, at % weight.columns()) / rounded.scales()[row] - integers[at];
        return (int) Math.rint(Math.max(-0.5, Math.min(0.5, off)) * Part.STEPS);
    }
}
