package dev.thimble.core.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against least squares that are solved anew for what stays. */
class EliminationTest {
    private static final int ROWS = 400;
    private static final int WIDTH = 6;
    private static final int[] GONE = {4, 1};
    private static final int[] STAY = {0, 2, 3, 5};

    private final Random random = new Random(5);
    private final double[][] x = centred();
    private final double[][] weights = random(3, WIDTH);
    private final Elimination elimination = Elimination.of(covariances(x), weights);

    private double[][] random(int rows, int columns) {
        return IntStream.range(0, rows)
                .mapToObj(row -> random.doubles(columns, -1, 1).toArray())
                .toArray(double[][]::new);
    }

    /** Channels that have something to do with each other, of mean 0. */
    private double[][] centred() {
        double[][] rows = random(ROWS, WIDTH);
        for (double[] row : rows) {
            row[1] += row[0] - 0.5 * row[3];
            row[4] += 2 * row[5];
        }
        for (int column = 0; column < WIDTH; column++) {
            double mean = 0;
            for (double[] row : rows) {
                mean += row[column] / ROWS;
            }
            for (double[] row : rows) {
                row[column] -= mean;
            }
        }
        return rows;
    }

    private static double[][] covariances(double[][] rows) {
        double[][] sums = new double[WIDTH][WIDTH];
        for (double[] row : rows) {
            for (int i = 0; i < WIDTH; i++) {
                for (int j = 0; j < WIDTH; j++) {
                    sums[i][j] += row[i] * row[j] / rows.length;
                }
            }
        }
        return sums;
    }

    private static double dot(double[] weights, double[] row) {
        return IntStream.range(0, WIDTH).mapToDouble(i -> weights[i] * row[i]).sum();
    }

    /** The mean square of what weights give otherwise. */
    private double change(double[][] others) {
        double sum = 0;
        for (double[] row : x) {
            for (int output = 0; output < weights.length; output++) {
                double off = dot(weights[output], row) - dot(others[output], row);
                sum += off * off / ROWS;
            }
        }
        return sum;
    }

    @Test
    void noOtherWeightsOfWhatStaysChangeOutputsLess() {
        IntStream.of(GONE).forEach(elimination::remove);
        double[][] made = elimination.weights();
        double least = change(made);
        for (double[] row : made) {
            IntStream.of(GONE).forEach(channel -> assertThat(row[channel]).isZero());
        }
        for (int output = 0; output < made.length; output++) {
            for (int channel : STAY) {
                for (double step : new double[] {-0.01, 0.01}) {
                    double[][] other = elimination.weights();
                    other[output][channel] += step;
                    assertThat(change(other)).isGreaterThan(least);
                }
            }
        }
    }

    @Test
    void theCostIsWhatOutputsChangeBy() {
        double cost = elimination.cost(GONE);
        IntStream.of(GONE).forEach(elimination::remove);
        assertThat(cost).isCloseTo(change(elimination.weights()), within(cost * 1e-3));
    }

    @Test
    void costsOfOneAfterTheOtherAddUp() {
        double both = elimination.cost(GONE);
        double first = elimination.cost(new int[] {GONE[0]});
        elimination.remove(GONE[0]);
        assertThat(first + elimination.cost(new int[] {GONE[1]})).isCloseTo(both, within(both * 1e-9));
    }

    @Test
    void channelsThatAreAlwaysTheSameCostNothingToSpeakOf() {
        double[][] nothing = new double[WIDTH][WIDTH];
        Elimination of = Elimination.of(nothing, weights);
        of.remove(2);
        assertThat(of.weights()[0][2]).isZero();
        assertThat(of.weights()[0][1]).isEqualTo(weights[0][1]);
    }
}
