package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Task;

/**
 * What noise is worth: zero-concentrated differential privacy (Bun and Steinke 2016) of the values of a record, whatever the
 * examples were that a device trained on. It says nothing of how many they were, which is told in clear.
 *
 * @param rho the smaller, the less a record tells
 */
public record Privacy(double rho) {
    /**
     * That of a record: (2 C)^2 / (2 sigma^2) for values of norm C at most, two of which are 2 C apart at most (Canonne,
     * Kamath and Steinke 2020, theorem 14).
     */
    public static Privacy of(Task task, Noise sigma) {
        double ratio = (double) sigma.denominator() / sigma.numerator();
        return new Privacy(2.0 * task.squaredClip() * ratio * ratio);
    }

    /** That of so many records of a device. */
    public Privacy rounds(int count) {
        return new Privacy(count * rho);
    }

    /**
     * The epsilon for a delta: rho + 2 sqrt(rho ln(1 / delta)) (Bun and Steinke 2016, proposition 1.3).
     *
     * @param delta above 0, below 1
     */
    public double epsilon(double delta) {
        return rho + 2 * StrictMath.sqrt(rho * StrictMath.log(1 / delta));
    }
}
