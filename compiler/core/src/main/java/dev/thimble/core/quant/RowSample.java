package dev.thimble.core.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some rows of a value, spread evenly over all that calibration saw: each n-th, where n doubles whenever there are too
 * many.
 */
public final class RowSample {
    private static final int MOST = 2048;

    private final int width;
    private List<float[]> rows = new ArrayList<>();
    private long seen;
    private long every = 1;

    RowSample(int width) {
        this.width = width;
    }

    void add(float[] values, int count) {
        for (int row = 0; row < count; row++) {
            if (seen++ % every == 0) {
                keep(Arrays.copyOfRange(values, row * width, (row + 1) * width));
            }
        }
    }

    private void keep(float[] row) {
        if (rows.size() == MOST) {
            List<float[]> half = new ArrayList<>();
            for (int i = 0; i < MOST; i += 2) {
                half.add(rows.get(i));
            }
            rows = half;
            every *= 2;
        }
        rows.add(row);
    }

    /** The values of one column. */
    public float[] column(int column) {
        float[] values = new float[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return values;
    }
}
