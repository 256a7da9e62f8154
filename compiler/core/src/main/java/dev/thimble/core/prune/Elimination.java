package dev.thimble.core.prune;

/**
 * Takes channels out of what matrix products read, one after the other, and lets the weights of the others make up for them:
 * the optimal brain surgeon (Hassibi and Stork 1993, NIPS 5), for columns as Frantar and Alistarh take them (2022, arXiv
 * 2208.11580, eq. 3 and lemma 1). With H the covariances of the channels, a column w of weights costs |w|² / H⁻¹[c][c], and
 * costs least when w · H⁻¹[c][j] / H⁻¹[c][c] is taken off each other column j.
 */
final class Elimination {
    /** This part of the mean of H's diagonal is added to it, so that it has an inverse. */
    private static final double DAMPING = 1e-4;

    private final double[][] inverse;
    private final double[][] weights;

    private Elimination(double[][] inverse, double[][] weights) {
        this.inverse = inverse;
        this.weights = weights;
    }

    /**
     * Before the first channel goes.
     *
     * @param covariances of the channels
     * @param weights a row for each output, a column for each channel
     */
    static Elimination of(double[][] covariances, double[][] weights) {
        return new Elimination(inverse(damped(covariances)), copy(weights));
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int row = 0; row < copy.length; row++) {
            copy[row] = matrix[row].clone();
        }
        return copy;
    }

    private static double[][] damped(double[][] covariances) {
        double trace = 0;
        for (int i = 0; i < covariances.length; i++) {
            trace += covariances[i][i];
        }
        double more = trace > 0 ? DAMPING * trace / covariances.length : 1;
        double[][] damped = copy(covariances);
        for (int i = 0; i < damped.length; i++) {
            damped[i][i] += more;
        }
        return damped;
    }

    /** Of a positive definite matrix, in its place: column by column (Gauss and Jordan). */
    private static double[][] inverse(double[][] matrix) {
        for (int pivot = 0; pivot < matrix.length; pivot++) {
            double[] row = matrix[pivot];
            double scale = 1 / row[pivot];
            row[pivot] = 1;
            multiply(row, scale);
            for (int other = 0; other < matrix.length; other++) {
                if (other != pivot) {
                    double factor = matrix[other][pivot];
                    matrix[other][pivot] = 0;
                    subtract(matrix[other], factor, row);
                }
            }
        }
        return matrix;
    }

    private static void multiply(double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
    }

    private static void subtract(double[] row, double factor, double[] other) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= factor * other[i];
        }
    }

    /** What the mean square of all outputs' change grows by when these channels go. */
    double cost(int[] channels) {
        if (channels.length == 1) {
            return cost(channels[0]);
        }
        Elimination part = new Elimination(columns(inverse, channels, channels), part(channels));
        double cost = 0;
        for (int i = 0; i < channels.length; i++) {
            cost += part.cost(i);
            part.remove(i);
        }
        return cost;
    }

    private double[][] part(int[] channels) {
        int[] rows = new int[weights.length];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row;
        }
        return columns(weights, rows, channels);
    }

    private static double[][] columns(double[][] matrix, int[] rows, int[] columns) {
        double[][] part = new double[rows.length][columns.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                part[row][column] = matrix[rows[row]][columns[column]];
            }
        }
        return part;
    }

    private double cost(int channel) {
        double sum = 0;
        for (double[] row : weights) {
            sum += row[channel] * row[channel];
        }
        return sum / inverse[channel][channel];
    }

    /** Takes a channel out. */
    void remove(int channel) {
        double[] gone = inverse[channel].clone();
        double scale = 1 / gone[channel];
        for (double[] row : weights) {
            subtract(row, row[channel] * scale, gone);
            row[channel] = 0;
        }
        for (int i = 0; i < inverse.length; i++) {
            if (i != channel) {
                subtract(inverse[i], inverse[i][channel] * scale, gone);
                inverse[i][channel] = 0;
            }
            inverse[channel][i] = 0;
        }
    }

    /** The weights now: 0 for a channel that went. */
    double[][] weights() {
        return copy(weights);
    }
}
