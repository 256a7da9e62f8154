package dev.thimble.core.quant;

/** Signal to quantisation noise, summed over values: 10 · log10(Σ real² / Σ (real - integer)²). */
final class Decibels {
    private double power;
    private double off;

    /** Adds what was summed over some values, for instance those of one sequence. */
    void add(double somePower, double someOff) {
        power += somePower;
        off += someOff;
    }

    /** The ratio; infinite when exact. */
    double value() {
        return off == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(power / off);
    }
}
