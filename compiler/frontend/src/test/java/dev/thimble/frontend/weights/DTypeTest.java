package dev.thimble.frontend.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DTypeTest {
    /** Values from the definition of binary16 in IEEE 754-2008. */
    @ParameterizedTest
    @CsvSource({
        "0000, 0.0",
        "8000, -0.0",
        "0001, 5.9604644775390625E-8",
        "03FF, 6.097555160522461E-5",
        "0400, 6.103515625E-5",
        "3C00, 1.0",
        "3C01, 1.0009765625",
        "C000, -2.0",
        "3555, 0.333251953125",
        "7BFF, 65504.0",
        "7C00, Infinity",
        "FC00, -Infinity",
        "7E00, NaN"
    })
    void halfPrecisionIsDecodedExactly(String bits, float value) {
        float decoded = DType.halfToFloat((short) Integer.parseInt(bits, 16));
        assertThat(Float.floatToIntBits(decoded)).isEqualTo(Float.floatToIntBits(value));
    }

    @Test
    void everyFiniteHalfIsItsFractionTimesAPowerOfTwo() {
        for (int bits = 0; bits < 0x7C00; bits++) {
            int exponent = bits >> 10;
            double fraction = (bits & 0x3FF) / 1024.0 + (exponent == 0 ? 0 : 1);
            double value = Math.scalb(fraction, Math.max(exponent, 1) - 15);
            assertThat((double) DType.halfToFloat((short) bits)).isEqualTo(value);
            assertThat((double) DType.halfToFloat((short) (bits | 0x8000))).isEqualTo(-value);
        }
    }

    @Test
    void brainFloatsAreTheUpperHalfOfAFloat() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x3F, 0x49, (byte) 0xC0, 0, (byte) 0x80})
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(DType.BF16.next(buffer)).isEqualTo(1f);
        assertThat(DType.BF16.next(buffer)).isEqualTo(-3.140625f);
        assertThat(Float.floatToIntBits(DType.BF16.next(buffer))).isEqualTo(Float.floatToIntBits(-0f));
    }
}
