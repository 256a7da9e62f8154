package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import org.junit.jupiter.api.Test;

/** The quantisation of logits. */
class WideRangeTest {
    private static Quantization of(float... values) {
        ValueStatistics statistics = new ValueStatistics(1);
        statistics.add(values, values.length);
        return RangeSearch.wideAnywhere(statistics);
    }

    @Test
    void logitsOnBothSidesOfZeroAreSymmetric() {
        assertThat(of(-1, 5)).isEqualTo(Quantization.symmetric(Precision.I16, 10.0 / 32767));
    }

    @Test
    void logitsFarFromZeroHaveRoomForTwiceWhatTheyDifferBy() {
        Quantization found = of(-996, -1004, -1000, -960);
        assertThat(found.real(0)).isCloseTo(-982, within(found.scale()));
        assertThat(found.scale()).isCloseTo(2 * 22.0 / 32767, within(1e-9));
        assertThat(found.added()).isZero();
    }

    @Test
    void logitsThatHardlyDifferAreNotTakenToBeAlwaysSo() {
        Quantization found = of(1000, 1000.001f);
        assertThat(found.real(Precision.I16.max()) - found.real(0)).isGreaterThan(30);
    }

    @Test
    void theZeroPointFollowsACoarserScale() {
        Quantization coarser = new Quantization(Precision.I16, 0.001, -1_000_000).withScale(0.01);
        assertThat(coarser.real(0)).isCloseTo(1000, within(0.01));
    }
}
