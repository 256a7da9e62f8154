package dev.thimble.core.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorFunctionTest {

    @Test
    void itHasItsPublishedValues() {
        assertThat(ErrorFunction.at(0)).isZero();
        assertThat(ErrorFunction.at(0.5)).isCloseTo(0.5204998778130465, within(1e-15));
        assertThat(ErrorFunction.at(1)).isCloseTo(0.8427007929497149, within(1e-15));
        assertThat(ErrorFunction.at(2)).isCloseTo(0.9953222650189527, within(1e-15));
        assertThat(ErrorFunction.at(-3)).isCloseTo(-0.9999779095030014, within(1e-15));
        assertThat(ErrorFunction.at(7)).isEqualTo(1);
        assertThat(ErrorFunction.at(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    }

    @Test
    void betweenTheGridPointsItIsItsSeries() {
        for (int i = 0; i < 60_000; i++) {
            double x = i * 1e-4;
            assertThat(ErrorFunction.at(x)).as("erf(%s)", x).isCloseTo(ErrorFunction.series(x), within(4e-15));
            assertThat(ErrorFunction.at(-x)).isEqualTo(-ErrorFunction.at(x));
        }
    }
}
