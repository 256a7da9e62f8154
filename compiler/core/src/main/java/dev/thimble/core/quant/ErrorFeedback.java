package dev.thimble.core.quant;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rounds rows of weights so that products with what was seen in calibration change the least: column by column, each
 * column's rounding error made up for in the columns that are not rounded yet (Frantar et al. 2022, arXiv 2210.17323,
 * eq. 2 and algorithm 1; columns in the order of how much they matter, section 3.3). With H the second moments of the
 * inputs, R the upper triangular matrix with H = R · Rᵀ and U = R⁻¹, what an error e of column c costs least with is to
 * take e · U[c][j] / U[c][c] off each later column j.
 */
final class ErrorFeedback {
    /** This part of the mean of H's diagonal is added to it, so that it has an inverse. */
    private static final double DAMPING = 0.01;

    private final int[] order;
    private final double[][] inverse;

    private ErrorFeedback(int[] order, double[][] inverse) {
        this.order = order;
        this.inverse = inverse;
    }

    /** The nearest value that there is. */
    @FunctionalInterface
    interface Rounding {
        /** To a value. */
        double of(double value);
    }

    /**
     * What rounds rows.
     *
     * @param moments of the inputs' columns, symmetric
     */
    static ErrorFeedback of(double[][] moments) {
        int[] order = IntStream.range(0, moments.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer column) -> moments[column][column])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        return new ErrorFeedback(order, inverse(root(damped(moments, order))));
    }

    /** Rows and columns in order, with something added to the diagonal. */
    private static double[][] damped(double[][] moments, int[] order) {
        int width = order.length;
        double trace = 0;
        for (int i = 0; i < width; i++) {
            trace += moments[i][i];
        }
        double more = trace > 0 ? DAMPING * trace / width : 1;
        double[][] damped = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                damped[i][j] = moments[order[i]][order[j]] + (i == j ? more : 0);
            }
        }
        return damped;
    }

    /** The upper triangular R with H = R · Rᵀ: Cholesky's from the last row on. */
    private static double[][] root(double[][] h) {
        int width = h.length;
        double[][] root = new double[width][width];
        for (int j = width - 1; j >= 0; j--) {
            root[j][j] = Math.sqrt(h[j][j] - dot(root[j], root[j], j + 1, width));
            for (int i = 0; i < j; i++) {
                root[i][j] = (h[i][j] - dot(root[i], root[j], j + 1, width)) / root[j][j];
            }
        }
        return root;
    }

    private static double dot(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Of an upper triangular matrix. */
    private static double[][] inverse(double[][] root) {
        int width = root.length;
        double[][] columns = transposed(root);
        double[][] inverse = new double[width][width];
        for (int c = 0; c < width; c++) {
            inverse[c][c] = 1 / root[c][c];
            for (int j = c + 1; j < width; j++) {
                inverse[c][j] = -dot(inverse[c], columns[j], c, j) / root[j][j];
            }
        }
        return inverse;
    }

    private static double[][] transposed(double[][] matrix) {
        int width = matrix.length;
        double[][] transposed = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    /** A row, each of its values one that there is. */
    double[] rounded(double[] row, Rounding rounding) {
        int width = order.length;
        double[] left = IntStream.of(order).mapToDouble(column -> row[column]).toArray();
        double[] rounded = new double[width];
        for (int c = 0; c < width; c++) {
            double value = rounding.of(left[c]);
            rounded[order[c]] = value;
            double error = (left[c] - value) / inverse[c][c];
            for (int j = c + 1; j < width; j++) {
                left[j] -= error * inverse[c][j];
            }
        }
        return rounded;
    }
}
