package dev.thimble.fleet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Task;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sampler against the distribution that it is of. */
class DiscreteGaussianTest {
    private static final int SAMPLES = 100_000;

    private static RandomBytes stream(int seed) {
        return new HashStream(
                ByteBuffer.allocate(HashStream.SEED_BYTES).putInt(seed).array());
    }

    private static double weight(long value, double sigma) {
        return Math.exp(-value * value / (2 * sigma * sigma));
    }

    /** The statistic of Pearson over all values that are expected five times or more; the seed is fixed. */
    @ParameterizedTest
    @CsvSource({"1, 4", "1, 1", "5, 2", "10, 3", "20, 1", "4096, 4095"})
    void frequenciesAreTheDistributions(int numerator, int denominator) {
        DiscreteGaussian gaussian = new DiscreteGaussian(new Noise(numerator, denominator), stream(numerator));
        Map<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            counts.merge(gaussian.sample(), 1, Integer::sum);
        }
        double sigma = (double) numerator / denominator;
        double all = 0;
        for (long value = -1000; value <= 1000; value++) {
            all += weight(value, sigma);
        }
        double statistic = 0;
        int freedom = -1;
        for (long value = -1000; value <= 1000; value++) {
            double expected = SAMPLES * weight(value, sigma) / all;
            if (expected >= 5) {
                statistic += Math.pow(counts.getOrDefault(value, 0) - expected, 2) / expected;
                freedom++;
            }
        }
        // mean and standard deviation of the statistic: four of these above the mean are once in 10,000 or rarer
        assertThat(statistic).isLessThan(freedom + 4 * Math.sqrt(2.0 * Math.max(1, freedom)));
    }

    @ParameterizedTest
    @CsvSource({"1, 4096", "4096, 1", "4096, 4096", "4095, 4096"})
    void theEndsOfTheRangeHaveTheirVariance(int numerator, int denominator) {
        DiscreteGaussian gaussian = new DiscreteGaussian(new Noise(numerator, denominator), stream(7));
        double sum = 0;
        double squares = 0;
        int samples = 20_000;
        for (int i = 0; i < samples; i++) {
            long value = gaussian.sample();
            sum += value;
            squares += (double) value * value;
        }
        double sigma = (double) numerator / denominator;
        assertThat(sum / samples).isCloseTo(0, within(5 * sigma / Math.sqrt(samples) + 1e-9));
        if (sigma >= 1) {
            assertThat(squares / samples).isCloseTo(sigma * sigma, within(0.05 * sigma * sigma));
        }
    }

    @Test
    void numbersBelowALimitAreEquallyLikely() {
        int[] counts = new int[10];
        RandomBytes random = stream(1);
        for (int i = 0; i < SAMPLES; i++) {
            counts[(int) random.below(10)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
        assertThat(random.below(1)).isZero();
        assertThat(stream(2).below(1L << 62)).isBetween(0L, (1L << 62) - 1);
    }

    /** C = 10 steps and sigma = 20: rho = (2 * 10)^2 / (2 * 20^2) = 1/2. */
    @Test
    void privacyFollowsFromClipAndNoise() {
        Task task = Task.of(TestFleet.BASE, TestFleet.PART, 50, 1, 4, 160, new Form.Dense(), 1);
        Privacy privacy = Privacy.of(task, new Noise(20, 1));
        assertThat(privacy.rho()).isEqualTo(0.5);
        assertThat(privacy.epsilon(1e-5)).isCloseTo(5.2985, within(1e-4));
        assertThat(privacy.rounds(10).rho()).isEqualTo(5);
    }

    @Test
    void theMachinesOwnBytesAreOfAnyValue() {
        RandomBytes random = RandomBytes.secure();
        int all = 0;
        for (int i = 0; i < 1000; i++) {
            all |= random.next();
        }
        assertThat(all).isEqualTo(255);
    }
}
