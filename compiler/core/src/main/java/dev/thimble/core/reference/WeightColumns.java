package dev.thimble.core.reference;

import dev.thimble.core.integer.IntTensor;

/**
 * A weight matrix by columns, each an array of its own: a product adds one column after the other, and the virtual
 * machine takes several of a column's elements at a time. Integer sums are the same in any order.
 *
 * @param columns of equal length, the matrix's number of rows; a multiple of four of them is fastest
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package
record WeightColumns(int[][] columns) {
    private static final int UNROLLED = 4;

    static WeightColumns of(IntTensor weight) {
        int[][] columns = new int[weight.columns()][weight.rows()];
        for (int column = 0; column < columns.length; column++) {
            for (int row = 0; row < weight.rows(); row++) {
                columns[column][row] = weight.at(row, column);
            }
        }
        return new WeightColumns(columns);
    }

    /** sum[row] += Σ_k matrix[row][k] · x[at + k]; the caller has checked that the sums fit 32 bits. */
    void addTimes(int[] x, int at, int[] sum) {
        int k = 0;
        for (; k + UNROLLED <= columns.length; k += UNROLLED) {
            addFour(x, at + k, k, sum);
        }
        for (; k < columns.length; k++) {
            addOne(x[at + k], columns[k], sum);
        }
    }

    private void addFour(int[] x, int at, int column, int[] sum) {
        int a = x[at];
        int b = x[at + 1];
        int c = x[at + 2];
        int d = x[at + 3];
        int[] columnA = columns[column];
        int[] columnB = columns[column + 1];
        int[] columnC = columns[column + 2];
        int[] columnD = columns[column + 3];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = sum[i] + a * columnA[i] + b * columnB[i] + c * columnC[i] + d * columnD[i];
        }
    }

    private static void addOne(int factor, int[] column, int[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * column[i];
        }
    }
}
