package dev.thimble.core.quant;

import dev.thimble.core.integer.Quantization;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What calibration saw of one value: its range, its distribution and each column's largest magnitude. */
public final class ValueStatistics {
    private final Histogram histogram = new Histogram();
    private final float[] columnMagnitudes;
    private final double[] columnSums;
    private long rowsSeen;
    private double min;
    private double max;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private final Map<Object, Quantization> ranges = new HashMap<>();

    ValueStatistics(int width) {
        columnMagnitudes = new float[width];
        columnSums = new double[width];
    }

    /** Counts rows of finite values. */
    void add(float[] values, int rows) {
        rowsSeen += rows;
        ranges.clear();
        histogram.add(values, rows * columnSums.length);
        for (int row = 0; row < rows; row++) {
            addRow(values, row * columnSums.length);
        }
        min = Math.min(0, least);
        max = Math.max(0, greatest);
    }

    private void addRow(float[] values, int from) {
        for (int column = 0; column < columnSums.length; column++) {
            float value = values[from + column];
            columnSums[column] += value;
            if (Math.abs(value) > columnMagnitudes[column]) {
                columnMagnitudes[column] = Math.abs(value);
            }
            if (value < least) {
                least = value;
            }
            if (value > greatest) {
                greatest = value;
            }
        }
    }

    /** The distribution. */
    public Histogram histogram() {
        return histogram;
    }

    /** The least value seen, or 0. */
    public double min() {
        return min;
    }

    /** The greatest value seen, or 0. */
    public double max() {
        return max;
    }

    /** The middle between the least and the greatest value seen; 0 before anything was seen. */
    double middle() {
        return rowsSeen == 0 ? 0 : (least + greatest) / 2;
    }

    /** Half of what lies between the least and the greatest value seen; 0 before anything was seen. */
    double halfRange() {
        return rowsSeen == 0 ? 0 : (greatest - least) / 2;
    }

    /** What a search for a range found: it is made once, for these statistics do not change any more. */
    Quantization range(Object asked, Supplier<Quantization> search) {
        return ranges.computeIfAbsent(asked, key -> search.get());
    }

    /** The largest magnitude seen. */
    public double magnitude() {
        return Math.max(-min, max);
    }

    /** The largest magnitude seen in one column. */
    public double columnMagnitude(int column) {
        return columnMagnitudes[column];
    }

    /** The mean of one column; 0 before anything was seen. */
    public double columnMean(int column) {
        return rowsSeen == 0 ? 0 : columnSums[column] / rowsSeen;
    }
}
