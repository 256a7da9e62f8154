package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Parameters;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Fractions as 32-bit integers, exactly: a round has few of them, so that nothing is gained by fewer bits. */
final class Rounding {
    private Rounding() {}

    /** floor(numerator / denominator + 1/2), saturated; the denominator is positive. */
    static int halfUp(BigInteger numerator, BigInteger denominator) {
        return floor(numerator.shiftLeft(1).add(denominator), denominator.shiftLeft(1));
    }

    /** floor(sum * 2^shift / count + 1/2), saturated. */
    static int mean(long sum, int shift, long count) {
        return halfUp(BigInteger.valueOf(sum).shiftLeft(shift), BigInteger.valueOf(count));
    }

    /** floor(numerator / denominator), saturated; the denominator is positive. */
    static int floor(BigInteger numerator, BigInteger denominator) {
        BigInteger quotient = new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), 0, RoundingMode.FLOOR)
                .toBigInteger();
        return quotient.bitLength() < Long.SIZE
                ? Parameters.saturated(quotient.longValue())
                : Parameters.saturated(quotient.signum() * Long.MAX_VALUE);
    }
}
