package dev.thimble.core.exec;

import java.util.Arrays;

/**
 * Rows of equal length, each an array of its own: where all arrays of a loop are read at the same index, the virtual
 * machine works on several elements at a time.
 *
 * @param rows at least one
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package
record RowBlock(float[][] rows) {
    private static final int UNROLLED = 4;

    /** Some columns of a matrix, row by row. */
    static RowBlock ofColumns(FloatMatrix matrix, int from, int count) {
        float[][] rows = new float[matrix.rows()][];
        for (int row = 0; row < rows.length; row++) {
            int at = matrix.at(row) + from;
            rows[row] = Arrays.copyOfRange(matrix.values(), at, at + count);
        }
        return new RowBlock(rows);
    }

    /**
     * sum += Σ_k factor_k · row_k. Every element is rounded after each product and each addition, k ascending, so the
     * result is the same however many elements the processor works on at a time.
     *
     * @param first of the rows
     * @param count of factors and rows
     * @param sum as long as a row
     */
    void addTimes(float[] factors, int at, int first, int count, float[] sum) {
        int k = 0;
        for (; k + UNROLLED <= count; k += UNROLLED) {
            addFour(factors, at + k, first + k, sum);
        }
        for (; k < count; k++) {
            addOne(factors[at + k], rows[first + k], sum);
        }
    }

    private void addFour(float[] factors, int at, int row, float[] sum) {
        float a = factors[at];
        float b = factors[at + 1];
        float c = factors[at + 2];
        float d = factors[at + 3];
        float[] rowA = rows[row];
        float[] rowB = rows[row + 1];
        float[] rowC = rows[row + 2];
        float[] rowD = rows[row + 3];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = sum[i] + a * rowA[i] + b * rowB[i] + c * rowC[i] + d * rowD[i];
        }
    }

    private static void addOne(float factor, float[] row, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * row[i];
        }
    }
}
