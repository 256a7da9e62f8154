package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rounding with regard to what weights are multiplied with. */
class ErrorFeedbackTest {
    private static final int ROUNDS = 60;

    /** Inputs whose columns have much in common. */
    private static double[][] inputs(Random random, int rows, int width) {
        double[][] inputs = new double[rows][width];
        for (double[] row : inputs) {
            double common = random.nextGaussian();
            for (int i = 0; i < width; i++) {
                row[i] = (1 + i % 3) * (common + 0.3 * random.nextGaussian());
            }
        }
        return inputs;
    }

    private static double[][] moments(double[][] inputs) {
        int width = inputs[0].length;
        double[][] sums = new double[width][width];
        for (double[] row : inputs) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    sums[i][j] += row[i] * row[j];
                }
            }
        }
        return sums;
    }

    private static double error(double[] weights, double[] rounded, double[][] inputs) {
        double error = 0;
        for (double[] row : inputs) {
            double off = IntStream.range(0, row.length)
                    .mapToDouble(i -> (weights[i] - rounded[i]) * row[i])
                    .sum();
            error += off * off;
        }
        return error;
    }

    private static double[] nearest(double[] weights) {
        return IntStream.range(0, weights.length)
                .mapToDouble(i -> Math.rint(weights[i]))
                .toArray();
    }

    @Test
    void productsChangeFarLessThanWhereEachWeightIsRoundedByItself() {
        Random random = new Random(3);
        double fed = 0;
        double alone = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int width = 2 + random.nextInt(40);
            double[][] inputs = inputs(random, 200, width);
            double[] weights = random.doubles(width, -7, 7).toArray();
            double[] rounded = ErrorFeedback.of(moments(inputs)).rounded(weights, Math::rint);
            assertThat(rounded).containsExactly(nearest(rounded));
            fed += error(weights, rounded, inputs);
            alone += error(weights, nearest(weights), inputs);
        }
        assertThat(fed).isLessThan(0.2 * alone);
    }

    /** Nothing can be made up for where no column tells of another. */
    @Test
    void independentColumnsAreRoundedByThemselves() {
        double[][] moments = {{2, 0, 0}, {0, 5, 0}, {0, 0, 1}};
        double[] weights = {0.4, 1.6, -2.4};
        assertThat(ErrorFeedback.of(moments).rounded(weights, Math::rint)).containsExactly(0, 2, -2);
    }

    /** The last column takes all that the first one lost, if both always have the same value. */
    @Test
    void whatOneColumnLosesAnEqualOneMakesUpFor() {
        double[][] moments = {{1000, 1000}, {1000, 1000}};
        double[] rounded = ErrorFeedback.of(moments).rounded(new double[] {0.4, 0.4}, Math::rint);
        assertThat(rounded[0] + rounded[1]).isCloseTo(1, within(1e-12));
    }

    /** Columns that are always 0, or fewer sequences than columns, are no division by 0. */
    @Test
    void whatWasNeverSeenIsRoundedByItself() {
        double[] weights = {0.4, 1.6, -2.4};
        assertThat(ErrorFeedback.of(new double[3][3]).rounded(weights, Math::rint))
                .containsExactly(0, 2, -2);
        double[][] one = {{1, 1, 0}, {1, 1, 0}, {0, 0, 0}};
        assertThat(ErrorFeedback.of(one).rounded(weights, Math::rint)).doesNotContain(Double.NaN);
    }
}
