package dev.thimble.core.quant;

/** What calibration saw of one value: its range, its distribution and each column's largest magnitude. */
public final class ValueStatistics {
    private final Histogram histogram = new Histogram();
    private final float[] columnMagnitudes;
    private final double[] columnSums;
    private long rowsSeen;
    private double min;
    private double max;

    ValueStatistics(int width) {
        columnMagnitudes = new float[width];
        columnSums = new double[width];
    }

    void add(float[] values, int rows) {
        int width = columnMagnitudes.length;
        rowsSeen += rows;
        for (int i = 0; i < rows * width; i++) {
            double value = values[i];
            histogram.add(value);
            min = Math.min(min, value);
            max = Math.max(max, value);
            columnSums[i % width] += value;
            columnMagnitudes[i % width] = Math.max(columnMagnitudes[i % width], Math.abs(values[i]));
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
