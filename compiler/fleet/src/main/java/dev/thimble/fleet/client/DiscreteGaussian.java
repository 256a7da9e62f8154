package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Noise;

/**
 * Samples the discrete Gaussian: integers x with a probability proportional to exp(-x^2 / (2 sigma^2)), exactly and in 64-bit
 * integers (Canonne, Kamath and Steinke 2020, algorithms 1 to 3). Bits of floating-point samplers have given secrets away.
 *
 * <p>A candidate of 32 t or more, with t = floor(sigma) + 1, is thrown away untried: it would be taken with a probability
 * below e^-400, and the integers that decide it would not have 63 bits.
 */
public final class DiscreteGaussian {
    private static final int MOST_MULTIPLES = 32;

    private final RandomBytes random;

    /** n and d of sigma = n / d. */
    private final long numerator;

    private final long denominator;

    /** t, the scale of the Laplace distribution that candidates have. */
    private final long scale;

    /** Of this standard deviation, with these random bytes. */
    public DiscreteGaussian(Noise sigma, RandomBytes random) {
        this.random = random;
        this.numerator = sigma.numerator();
        this.denominator = sigma.denominator();
        this.scale = numerator / denominator + 1;
    }

    /**
     * The next sample: a candidate y is taken with probability exp(-(|y| - sigma^2/t)^2 / (2 sigma^2)). Times d^2 t in both
     * parts of the fraction: (|y| t d^2 - n^2)^2 / (2 n^2 t^2 d^2).
     */
    public long sample() {
        long squared = numerator * numerator;
        long unit = scale * denominator * denominator;
        long below = 2 * squared * scale * scale * denominator * denominator;
        while (true) {
            long candidate = laplace();
            long distance = Math.abs(candidate) * unit - squared;
            if (decay(distance * distance, below)) {
                return candidate;
            }
        }
    }

    /** Algorithm 2: y with a probability proportional to exp(-|y| / t). */
    private long laplace() {
        while (true) {
            long rest = random.below(scale);
            if (!decayOfFraction(rest, scale)) {
                continue;
            }
            int multiples = 0;
            while (multiples < MOST_MULTIPLES && decayOfFraction(1, 1)) {
                multiples++;
            }
            long magnitude = rest + scale * multiples;
            boolean negative = random.below(2) == 1;
            if (multiples < MOST_MULTIPLES && !(negative && magnitude == 0)) {
                return negative ? -magnitude : magnitude;
            }
        }
    }

    /** Algorithm 1: true with probability exp(-above / below). */
    private boolean decay(long above, long below) {
        for (long whole = above / below; whole > 0; whole--) {
            if (!decayOfFraction(1, 1)) {
                return false;
            }
        }
        return decayOfFraction(above % below, below);
    }

    /** The same where above is at most below: the first k for which a coin of above / (below k) fails is odd. */
    private boolean decayOfFraction(long above, long below) {
        long k = 1;
        while (random.below(below * k) < above) {
            k++;
        }
        return k % 2 == 1;
    }
}
