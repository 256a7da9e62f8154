package dev.thimble.fleet.device;

import java.math.BigInteger;
import java.util.function.IntSupplier;

/**
 * The discrete normal distribution by algorithms 1 to 3 of Canonne, Kamath and Steinke, "The Discrete Gaussian for
 * Differential Privacy" (2020), with fractions of any size.
 */
final class ExactNoise {
    private final IntSupplier source;
    private final BigInteger numerator;
    private final BigInteger denominator;

    /**
     * Noise of a deviation.
     *
     * @param source bytes of a generator, 0 to 255
     */
    ExactNoise(int numerator, int denominator, IntSupplier source) {
        this.numerator = BigInteger.valueOf(numerator);
        this.denominator = BigInteger.valueOf(denominator);
        this.source = source;
    }

    /** Uniform below a limit: the bits that it needs of as many bytes, the lowest first, until they are below. */
    private BigInteger below(BigInteger limit) {
        int bits = limit.subtract(BigInteger.ONE).bitLength();
        BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        BigInteger drawn;
        do {
            drawn = BigInteger.ZERO;
            for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                drawn = drawn.or(BigInteger.valueOf(source.getAsInt()).shiftLeft(shift));
            }
            drawn = drawn.and(mask);
        } while (drawn.compareTo(limit) >= 0);
        return drawn;
    }

    /** Algorithm 1: true with the probability exp(-x / w). */
    private boolean exponential(BigInteger x, BigInteger w) {
        BigInteger left = x;
        while (left.compareTo(w) >= 0) {
            if (!exponentialBelowOne(BigInteger.ONE, BigInteger.ONE)) {
                return false;
            }
            left = left.subtract(w);
        }
        return exponentialBelowOne(left, w);
    }

    /** The same where x is at most w. */
    private boolean exponentialBelowOne(BigInteger x, BigInteger w) {
        BigInteger k = BigInteger.ONE;
        while (below(w.multiply(k)).compareTo(x) < 0) {
            k = k.add(BigInteger.ONE);
        }
        return k.testBit(0);
    }

    /** Algorithm 2 without its sign, whose scale is t. */
    private BigInteger geometric(BigInteger t) {
        BigInteger part;
        do {
            part = below(t);
        } while (!exponentialBelowOne(part, t));
        BigInteger whole = BigInteger.ZERO;
        while (exponentialBelowOne(BigInteger.ONE, BigInteger.ONE)) {
            whole = whole.add(BigInteger.ONE);
        }
        return part.add(t.multiply(whole));
    }

    /** Algorithm 3. */
    long next() {
        BigInteger t = numerator.divide(denominator).add(BigInteger.ONE);
        BigInteger variance = numerator.pow(2);
        BigInteger step = denominator.pow(2).multiply(t);
        while (true) {
            BigInteger y = geometric(t);
            boolean negative = below(BigInteger.TWO).testBit(0);
            if (negative && y.signum() == 0) {
                continue;
            }
            BigInteger apart = y.multiply(step).subtract(variance);
            if (exponential(apart.pow(2), variance.multiply(t).multiply(step).shiftLeft(1))) {
                return negative ? -y.longValueExact() : y.longValueExact();
            }
        }
    }
}
