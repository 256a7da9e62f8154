package dev.thimble.core.exec;

/**
 * Rows of equal length in an array: row k is the {@code width} values from {@code from + k · stride} on.
 */
@SuppressWarnings("ArrayRecordComponent") // a view that lives for one call
record RowBlock(float[] values, int from, int stride, int width) {
    private static final int UNROLLED = 4;

    /**
     * sum += Σ_k factor_k · row_k. Every element is rounded after each product and each addition, k ascending, so the
     * result is the same however many elements the processor works on at a time.
     *
     * @param first of the rows
     * @param count of factors and rows
     */
    void addTimes(float[] factors, int at, int first, int count, float[] sum, int sumAt) {
        int k = 0;
        for (; k + UNROLLED <= count; k += UNROLLED) {
            addFour(factors, at + k, from + (first + k) * stride, sum, sumAt);
        }
        for (; k < count; k++) {
            addOne(factors[at + k], from + (first + k) * stride, sum, sumAt);
        }
    }

    private void addFour(float[] factors, int at, int row, float[] sum, int sumAt) {
        float a = factors[at];
        float b = factors[at + 1];
        float c = factors[at + 2];
        float d = factors[at + 3];
        for (int i = 0; i < width; i++) {
            sum[sumAt + i] = sum[sumAt + i]
                    + a * values[row + i]
                    + b * values[row + stride + i]
                    + c * values[row + 2 * stride + i]
                    + d * values[row + 3 * stride + i];
        }
    }

    private void addOne(float factor, int row, float[] sum, int sumAt) {
        for (int i = 0; i < width; i++) {
            sum[sumAt + i] += factor * values[row + i];
        }
    }
}
