package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.FloatTensor;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Matrices in 4 bits: integers, and what they lose. */
class NarrowMatrixTest {
    private static final int WIDTH = 96;
    private static final int ROWS = 50;

    private static FloatTensor weight() {
        Random random = new Random(5);
        return FloatTensor.matrix("w", ROWS, WIDTH, new float[ROWS * WIDTH])
                .with(i -> (1 + i / WIDTH) * random.nextGaussian());
    }

    private static double[][] independent() {
        double[][] moments = new double[WIDTH][WIDTH];
        IntStream.range(0, WIDTH).forEach(i -> moments[i][i] = 1);
        return moments;
    }

    private static double decibels(FloatTensor weight, WeightQuantizer.Quantized quantized) {
        Decibels sum = new Decibels();
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < WIDTH; i++) {
                double off = weight.at(row, i)
                        - quantized.integers().at(row, i) * quantized.scales()[row];
                sum.add((double) weight.at(row, i) * weight.at(row, i), off * off);
            }
        }
        return sum.value();
    }

    /** Steps of one size, 15 of them, keep normal values at 19.9 dB; a scale for each row suits it a little better. */
    @Test
    void normalWeightsLoseWhatFifteenStepsLose() {
        FloatTensor weight = weight();
        WeightQuantizer.Quantized quantized =
                NarrowMatrix.of(weight, independent()).quantized(new double[ROWS]);
        assertThat(decibels(weight, quantized)).isBetween(19.5, 21.0);
        assertThat(NarrowWeights.fit(quantized.integers(), Requantizer.of("m", 0.25)))
                .isTrue();
    }

    @Test
    void aRowsScaleIsAtLeastItsFloor() {
        FloatTensor weight = weight();
        NarrowMatrix matrix = NarrowMatrix.of(weight, independent());
        double[] floors = matrix.quantized(new double[ROWS]).scales();
        floors[3] *= 3;
        WeightQuantizer.Quantized quantized = matrix.quantized(floors);
        assertThat(quantized.scales()).containsExactly(floors);
        assertThat(IntStream.range(0, WIDTH).map(i -> quantized.integers().at(3, i)))
                .allMatch(value -> value % NarrowWeights.STEP == 0 && Math.abs(value) <= 48);
    }

    @Test
    void rowsOfZerosHaveScales() {
        FloatTensor zeros = FloatTensor.matrix("z", 2, WIDTH, new float[2 * WIDTH]);
        WeightQuantizer.Quantized quantized =
                NarrowMatrix.of(zeros, independent()).quantized(new double[2]);
        assertThat(quantized.integers().toArray()).containsOnly(0);
        assertThat(quantized.scales()).doesNotContain(0.0, Double.NaN);
    }
}
