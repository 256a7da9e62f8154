package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantizationTest {
    @Test
    void integersAndRealsGoBackAndForthWithAZeroPointAtEitherEnd() {
        for (int zeroPoint : new int[] {-128, -3, 0, 127}) {
            Quantization quantization = new Quantization(Precision.I8, 0.037, zeroPoint);
            for (int q = -128; q <= 127; q++) {
                assertThat(quantization.quantize(quantization.real(q))).isEqualTo(q);
            }
            assertThat(quantization.real(zeroPoint)).isZero();
        }
    }

    @Test
    void realsBeyondTheRangeSaturate() {
        Quantization quantization = new Quantization(Precision.I8, 0.5, 10);
        assertThat(quantization.quantize(1e30)).isEqualTo(127);
        assertThat(quantization.quantize(-1e30)).isEqualTo(-128);
        assertThat(Quantization.symmetric(Precision.I16, 1).quantize(40_000)).isEqualTo(32767);
    }

    @Test
    void theLargestMagnitudeIsThatOfTheFartherEnd() {
        assertThat(new Quantization(Precision.I8, 1, -128).maxMagnitude()).isEqualTo(255);
        assertThat(new Quantization(Precision.I8, 1, 127).maxMagnitude()).isEqualTo(255);
        assertThat(new Quantization(Precision.I8, 1, 0).maxMagnitude()).isEqualTo(128);
        assertThat(Quantization.symmetric(Precision.I16, 1).maxMagnitude()).isEqualTo(32768);
    }

    @Test
    void scalesThatAreNoPositiveNumberAreRefused() {
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Quantization.symmetric(Precision.I8, scale))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Quantization(Precision.I8, 1, 128)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quantization(Precision.I8, 1, -129)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void precisionsKnowTheirEnds() {
        assertThat(Precision.I8.min()).isEqualTo(-128);
        assertThat(Precision.I16.max()).isEqualTo(32767);
        assertThat(Precision.I32.min()).isEqualTo(Integer.MIN_VALUE);
        assertThat(Precision.I32.max()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Precision.I8.saturate(128)).isEqualTo(127);
        assertThat(Precision.I8.saturate(-129)).isEqualTo(-128);
        assertThat(Precision.I8.saturate(-128)).isEqualTo(-128);
    }
}
