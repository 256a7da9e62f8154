package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.ir.FloatTensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightQuantizerTest {
    @Test
    void weightsOnAGridOfStepsAreExact() {
        float[] values = new float[255];
        for (int i = 0; i < 255; i++) {
            values[i] = (i - 127) * 0.125f;
        }
        WeightQuantizer.Quantized quantized =
                WeightQuantizer.perRow(FloatTensor.matrix("w", 1, 255, values), new double[] {1e-9});
        assertThat(quantized.scales()[0]).isEqualTo(0.125);
        for (int i = 0; i < 255; i++) {
            assertThat(quantized.integers().at(i)).isEqualTo(i - 127);
        }
    }

    @Test
    void eachRowHasItsOwnScaleAndAtLeastItsFloor() {
        FloatTensor weight = FloatTensor.matrix("w", 3, 2, new float[] {0, 0, 1.27f, -1.27f, 127e-6f, 0});
        WeightQuantizer.Quantized quantized = WeightQuantizer.perRow(weight, new double[] {0.5, 1e-9, 1e-4});
        assertThat(quantized.scales())
                .containsExactly(new double[] {0.5, 0.01, 1e-4}, org.assertj.core.data.Offset.offset(1e-7));
        assertThat(quantized.integers().toArray()).containsExactly(0, 0, 127, -127, 1, 0);
    }

    @Test
    void theScaleIsNoWorseThanTheWholeRangeAndUsuallyBetter() {
        Random random = new Random(7);
        int better = 0;
        for (int i = 0; i < 50; i++) {
            float[] values = new float[4096];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            FloatTensor weight = FloatTensor.matrix("w", 1, 4096, values);
            WeightQuantizer.Quantized quantized = WeightQuantizer.perRow(weight, new double[] {1e-9});
            double magnitude = 0;
            for (float value : values) {
                magnitude = Math.max(magnitude, Math.abs(value));
            }
            double whole = error(values, magnitude / 127);
            double found = error(values, quantized.scales()[0]);
            assertThat(found).isLessThanOrEqualTo(whole);
            better += found < whole ? 1 : 0;
        }
        assertThat(better).isGreaterThan(25);
    }

    private static double error(float[] values, double scale) {
        double error = 0;
        for (float value : values) {
            double q = Math.max(-127, Math.min(127, Math.rint(value / scale)));
            error += Math.pow(q * scale - value, 2);
        }
        return error;
    }

    @Test
    void aTableHasOneScale() {
        FloatTensor table = FloatTensor.matrix("t", 2, 2, new float[] {12.7f, 0, 0.1f, -0.1f});
        WeightQuantizer.Quantized quantized = WeightQuantizer.perTensor(table);
        assertThat(quantized.scales()).hasSize(1);
        assertThat(quantized.integers().toArray()).containsExactly(127, 0, 1, -1);
    }

    @Test
    void aTableOfZerosIsZeros() {
        WeightQuantizer.Quantized quantized = WeightQuantizer.perTensor(FloatTensor.matrix("t", 1, 3, new float[3]));
        assertThat(quantized.scales()[0]).isPositive();
        assertThat(quantized.integers().toArray()).containsOnly(0);
    }
}
