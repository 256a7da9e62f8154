package dev.thimble.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-12.5, -12.5",
        "0.001, 0.001",
        "9.99e-4, 9.99E-4",
        "9999999, 9999999.0",
        "1e7, 1.0E7",
        "2e23, 2.0E23",
        "4.9e-324, 5.0E-324",
        "5.684341886080802e-14, 5.6843418860808015E-14",
        "1.7976931348623157e308, 1.7976931348623157E308"
    })
    void numbersHaveAsFewDigitsAsReadBack(double value, String text) {
        assertThat(Decimals.of(value)).isEqualTo(text);
    }

    @Test
    void everyNumberReadsBack() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(Decimals.of(value))).isEqualTo(value);
            }
        }
    }
}
