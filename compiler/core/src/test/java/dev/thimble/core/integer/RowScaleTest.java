package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowScaleTest {
    private static final double TOLERANCE = 0x1p-12;

    private static double exact(RowScale scale, int width, long q) {
        return Math.scalb(Math.sqrt(width) / Math.sqrt((double) Math.max(1, q + scale.epsilon())), scale.fraction());
    }

    /**
     * The factor's last bit is worth more than the tolerance where the factor is small; what counts is c · R, so that
     * bit is measured against the largest c there can be, √Q.
     */
    private static void check(RowScale scale, int width, long q) {
        double expected = exact(scale, width, q);
        double allowed = expected * TOLERANCE + 0.5;
        assertThat(Math.abs(scale.factor(q) - expected))
                .as("width %d, Q %d, R %f", width, q, expected)
                .isLessThanOrEqualTo(allowed);
        double largest = Math.sqrt(q * (width - 1.0) / Math.max(1, width));
        assertThat(Math.floor(largest) * scale.factor(q))
                .as("c * R for width %d, Q %d", width, q)
                .isLessThanOrEqualTo(0x1p30 * (1 + TOLERANCE) + largest);
    }

    @Test
    void theFactorIsTheReciprocalRootForEveryWidth() {
        Random random = new Random(5);
        for (int width = 1; width <= 1024; width++) {
            RowScale scale = RowScale.of(width, 1e-12, 0.001);
            for (int i = 0; i < 40; i++) {
                check(scale, width, 1 + (random.nextLong() >>> (20 + random.nextInt(44))));
            }
        }
    }

    @Test
    void theFactorIsTheReciprocalRootAroundPowersOfTwo() {
        for (int width : new int[] {1, 2, 3, 4, 5, 64, 127, 128, 256, 257, 1023, 1024}) {
            RowScale scale = RowScale.of(width, 0, 1);
            for (int bit = 0; bit <= 44; bit++) {
                check(scale, width, Math.max(1, (1L << bit) - 1));
                check(scale, width, 1L << bit);
                check(scale, width, (1L << bit) + 1);
            }
        }
    }

    @Test
    void noCentredValueOvershootsItsThirtyBits() {
        for (int width : new int[] {2, 3, 16, 128, 129, 768, 1024}) {
            RowScale scale = RowScale.of(width, 0, 1);
            for (int c = 1; c < 32768; c = c * 3 / 2 + 1) {
                long others = Math.floorDiv((long) c * c, width - 1);
                long product = (long) c * scale.factor((long) c * c + others);
                assertThat((double) product).isLessThanOrEqualTo(0x1p30 * (1 + TOLERANCE) + c);
            }
        }
    }

    @Test
    void theNumeratorUsesItsThirtyTwoBits() {
        for (int width = 1; width <= 1024; width++) {
            RowScale scale = RowScale.of(width, 0, 1);
            assertThat(scale.numerator()).isBetween(1L << 31, 0xFFFF_FFFFL);
            assertThat(Math.scalb((double) scale.numerator(), -scale.numeratorFraction()))
                    .isCloseTo(Math.sqrt(width), org.assertj.core.data.Percentage.withPercentage(1e-7));
        }
    }

    @Test
    void epsilonIsCountedInSquaredStepsAndBounded() {
        assertThat(RowScale.of(16, 1e-5, 0.01).epsilon()).isEqualTo(2);
        assertThat(RowScale.of(16, 1e-5, 0.001).epsilon()).isEqualTo(160);
        assertThat(RowScale.of(16, 1, 1e-12).epsilon()).isEqualTo(RowScale.MAX_EPSILON);
        assertThat(RowScale.of(16, 0, 1).epsilon()).isZero();
    }

    @Test
    void aRowOfZerosWithoutEpsilonHasAFactor() {
        assertThat(RowScale.of(4, 0, 1).factor(0))
                .isEqualTo(RowScale.of(4, 0, 1).factor(1));
    }

    @Test
    void theFractionLeavesRoomForTheRootOfTheWidth() {
        assertThat(RowScale.of(1, 0, 1).fraction()).isEqualTo(30);
        assertThat(RowScale.of(3, 0, 1).fraction()).isEqualTo(29);
        assertThat(RowScale.of(4, 0, 1).fraction()).isEqualTo(29);
        assertThat(RowScale.of(5, 0, 1).fraction()).isEqualTo(28);
        assertThat(RowScale.of(256, 0, 1).fraction()).isEqualTo(26);
        assertThat(RowScale.of(257, 0, 1).fraction()).isEqualTo(25);
    }
}
