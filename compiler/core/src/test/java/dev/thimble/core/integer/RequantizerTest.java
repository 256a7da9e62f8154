package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.diag.ThimbleException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequantizerTest {
    @Test
    void theShiftIsTheSmallestThatHoldsTheLargestFactor() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            double factor = Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 20);
            Requantizer requantizer = Requantizer.of("f", factor, factor / 3, -factor / 7);
            assertThat(Math.round(Math.scalb(factor, 32 - requantizer.shift())))
                    .isEqualTo(requantizer.multipliers().at(0));
            if (requantizer.shift() > 0) {
                assertThat(Math.scalb(factor, 33 - requantizer.shift())).isGreaterThan(Integer.MAX_VALUE);
            }
        }
    }

    @Test
    void eachFactorIsTheNearestThatTheShiftAllows() {
        Requantizer requantizer = Requantizer.of("f", 0.75, -0.3, 1e-12, 0);
        assertThat(requantizer.shift()).isEqualTo(1);
        assertThat(requantizer.multipliers().toArray()).containsExactly(3 << 29, (int) Math.round(-0.3 * 0x1p31), 0, 0);
    }

    @Test
    void aFactorJustBelowAHalfNeedsAShiftOnceItRoundsUp() {
        assertThat(Requantizer.of("f", 0.5 - 0x1p-31).shift()).isZero();
        assertThat(Requantizer.of("f", 0.5 - 0x1p-34).shift()).isEqualTo(1);
    }

    @Test
    void applyingIsWithinARoundingOfTheProduct() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            double factor = Math.scalb(random.nextDouble() - 0.5, random.nextInt(12) - 6);
            Requantizer requantizer = Requantizer.of("f", factor);
            int bound = (int) Math.min(requantizer.largestInput(), 1 << 24);
            int x = random.nextInt(2 * bound + 1) - bound;
            double slack = 0.5 + Math.abs(x) * Math.scalb(0.5, requantizer.shift() - 32) + 1e-9;
            assertThat((double) requantizer.apply(x, 0)).isCloseTo(x * factor, within(slack));
        }
    }

    @Test
    void eachColumnHasItsOwnFactorUnlessThereIsOne() {
        Requantizer each = Requantizer.of("f", 0.25, 2);
        assertThat(each.apply(100, 0)).isEqualTo(25);
        assertThat(each.apply(100, 1)).isEqualTo(200);
        assertThat(Requantizer.of("f", 0.25).apply(100, 7)).isEqualTo(25);
    }

    @Test
    void theLargestInputDoesNotOverflowAndTheNextMay() {
        Requantizer requantizer = Requantizer.of("f", 5);
        int largest = (int) requantizer.largestInput();
        assertThat(largest << requantizer.shift() >> requantizer.shift()).isEqualTo(largest);
        assertThat((largest + 1) << requantizer.shift() >> requantizer.shift()).isNotEqualTo(largest + 1);
    }

    @Test
    void factorsBeyondThirtyShiftsAndNoNumbersAreRefused() {
        assertThat(Requantizer.of("f", 0x1p28).shift()).isEqualTo(30);
        assertThatThrownBy(() -> Requantizer.of("f", 0x1p30)).isInstanceOf(ThimbleException.class);
        assertThatThrownBy(() -> Requantizer.of("f", Double.NaN)).isInstanceOf(ThimbleException.class);
    }
}
