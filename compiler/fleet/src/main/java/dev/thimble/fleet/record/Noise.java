package dev.thimble.fleet.record;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import java.math.BigInteger;

/**
 * The standard deviation of the discrete Gaussian noise that devices add to each value, in steps: a fraction, so that its
 * sampler needs integers only.
 *
 * @param numerator 1 to {@value #MOST}
 * @param denominator 1 to {@value #MOST}
 */
public record Noise(int numerator, int denominator) {
    /** The largest numerator and denominator. */
    public static final int MOST = 1 << 12;

    /** A Gaussian vector is longer than its expectation by this many standard deviations once in e^18 times. */
    private static final int TAIL = 6;

    /**
     * Checks the ranges.
     *
     * @throws ThimbleException where one does not hold
     */
    public Noise {
        if (Math.min(numerator, denominator) < 1 || Math.max(numerator, denominator) > MOST) {
            throw new ThimbleException(FleetProblem.TASK_INVALID.at("", "noise is " + numerator + "/" + denominator));
        }
    }

    /**
     * The norm that noise on so many values exceeds with a probability below e^-18, in steps: sigma (sqrt(D) + 6), rounded
     * up.
     */
    long mostNorm(int parameters) {
        long root = BigInteger.valueOf(parameters).sqrt().longValueExact() + 1;
        return ((root + TAIL) * numerator + denominator - 1) / denominator;
    }
}
