package dev.thimble.core.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text that does not depend on the Java that writes it: {@link Double#toString} changed in Java 19. */
public final class Decimals {
    /** So many digits always read back as the same double. */
    private static final int MOST_DIGITS = 17;

    private static final int PLAIN_FROM = -3;
    private static final int PLAIN_TO = 7;

    private Decimals() {}

    /**
     * This finite number, rounded to the fewest decimal digits that still read back as it; as {@code 0.001}, {@code 12.0}
     * or {@code 1.5E-4}.
     */
    public static String of(double value) {
        return value == 0 ? Double.toString(value) : written(rounded(value));
    }

    private static BigDecimal rounded(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static String written(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        if (exponent >= PLAIN_FROM && exponent < PLAIN_TO) {
            return (value.scale() < 1 ? value.setScale(1) : value).toPlainString();
        }
        BigDecimal mantissa = value.movePointLeft(exponent);
        return (mantissa.scale() < 1 ? mantissa.setScale(1) : mantissa).toPlainString() + "E" + exponent;
    }
}
