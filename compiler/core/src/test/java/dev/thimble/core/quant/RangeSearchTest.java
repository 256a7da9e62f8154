package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.ActivationKind;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RangeSearchTest {
    private static ValueStatistics statistics(float[] values) {
        ValueStatistics statistics = new ValueStatistics(1);
        statistics.add(values, values.length);
        return statistics;
    }

    private static float[] normal(double deviation, double... outliers) {
        Random random = new Random(6);
        float[] values = new float[200_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (i < outliers.length ? outliers[i] : random.nextGaussian() * deviation);
        }
        return values;
    }

    private static double error(float[] values, Quantization quantization, DoubleUnaryOperator use) {
        double error = 0;
        for (float value : values) {
            double back = quantization.real(quantization.quantize(value));
            error += Math.pow(use.applyAsDouble(back) - use.applyAsDouble(value), 2);
        }
        return error;
    }

    @Test
    void outliersAreClippedWhenThatIsBetter() {
        float[] values = normal(1, 9, -8.5);
        Quantization minMax = RangeSearch.between(-8.5, 9);
        Quantization found = RangeSearch.search(statistics(values), false);
        assertThat(error(values, found, x -> x)).isLessThan(0.8 * error(values, minMax, x -> x));
        Quantization symmetric = RangeSearch.search(statistics(values), true);
        assertThat(symmetric.zeroPoint()).isZero();
        assertThat(error(values, symmetric, x -> x))
                .isLessThan(error(values, Quantization.symmetric(Precision.I8, 9.0 / 127), x -> x));
    }

    @Test
    void aUniformDistributionKeepsItsWholeRange() {
        float[] values = new float[25_601];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (i / 25_600.0 * 4 - 1);
        }
        Quantization found = RangeSearch.search(statistics(values), false);
        assertThat(found.scale()).isCloseTo(4 / 255.0, within(4 / 255.0 * 0.04));
        assertThat(found.real(-128)).isCloseTo(-1, within(0.05));
        assertThat(found.real(127)).isCloseTo(3, within(0.05));
        assertThat(RangeSearch.search(statistics(values), true).scale()).isCloseTo(3 / 127.0, within(3 / 127.0 * 0.04));
    }

    @Test
    void positiveValuesUseAllIntegersAndZeroStandsForItself() {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 100f;
        }
        Quantization found = RangeSearch.search(statistics(values), false);
        assertThat(found.zeroPoint()).isEqualTo(-128);
        assertThat(found.real(found.zeroPoint())).isZero();
    }

    @Test
    void aValueThatOnlyAnActivationReadsIsJudgedByTheActivationsResult() {
        float[] values = normal(3, -20);
        DoubleUnaryOperator relu = x -> Math.max(0, x);
        Quantization through = RangeSearch.searchThrough(statistics(values), false, Optional.of(ActivationKind.RELU));
        Quantization plain = RangeSearch.search(statistics(values), false);
        assertThat(through.scale()).isLessThan(plain.scale());
        assertThat(error(values, through, relu)).isLessThan(0.7 * error(values, plain, relu));
    }

    @Test
    void zerosAndNothingGetATinyPositiveScale() {
        for (float[] values : new float[][] {{}, {0}, {0, 0, 0}}) {
            assertThat(RangeSearch.search(statistics(values), false).scale()).isPositive();
            assertThat(RangeSearch.search(statistics(values), true).scale()).isPositive();
            assertThat(RangeSearch.wide(statistics(values)).scale()).isPositive();
        }
    }

    @Test
    void wideValuesHaveRoomForTwiceWhatWasSeen() {
        Quantization wide = RangeSearch.wide(statistics(new float[] {-3, 2}));
        assertThat(wide.real(32767)).isCloseTo(6, within(1e-9));
        assertThat(wide.zeroPoint()).isZero();
        assertThat(wide.precision()).isEqualTo(Precision.I16);
    }

    @Test
    void theRangeOfOneSidedValuesReachesZero() {
        ValueStatistics statistics = statistics(new float[] {5, 6, 7});
        assertThat(statistics.min()).isZero();
        assertThat(statistics.max()).isEqualTo(7);
        assertThat(statistics.magnitude()).isEqualTo(7);
        assertThat(statistics.columnMagnitude(0)).isEqualTo(7);
    }

    @Test
    void histogramsCountTheSameInAnyOrder() {
        float[] values = normal(1, 1e-9, 1e6, -3e5);
        Histogram forward = new Histogram();
        Histogram backward = new Histogram();
        for (int i = 0; i < values.length; i++) {
            forward.add(values[i]);
            backward.add(values[values.length - 1 - i]);
        }
        assertThat(forward.total()).isEqualTo(values.length);
        for (int bin = 0; bin < Histogram.BINS; bin++) {
            assertThat(forward.count(bin)).isEqualTo(backward.count(bin));
        }
        assertThat(forward.centre(Histogram.BINS / 2)).isEqualTo(forward.binWidth() / 2);
    }

    @Test
    void eitherSideIsClippedAlone() {
        for (int sign : new int[] {1, -1}) {
            float[] values = normal(1, sign * 12.0);
            Quantization found = RangeSearch.search(statistics(values), false);
            assertThat(sign * found.real(sign > 0 ? 127 : -128)).isBetween(4.0, 9.0);
            assertThat(-sign * found.real(sign > 0 ? -128 : 127)).isBetween(3.0, 5.0);
        }
    }

    @Test
    void theWholeRangeIsItsLargestMagnitudeOrItsTwoEnds() {
        ValueStatistics statistics = statistics(new float[] {-3, 1});
        assertThat(RangeSearch.widest(statistics, true)).isEqualTo(Quantization.symmetric(Precision.I8, 3.0 / 127));
        assertThat(RangeSearch.widest(statistics, false)).isEqualTo(RangeSearch.between(-3, 1));
    }
}
