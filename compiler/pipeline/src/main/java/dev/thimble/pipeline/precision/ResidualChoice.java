package dev.thimble.pipeline.precision;

/**
 * How many bits residuals inside a layer have, and why: signal to quantisation noise of the logits with either.
 *
 * @param wide whether they have 16 bits and not 8
 * @param narrowDecibels with 8 bits
 * @param wideDecibels with 16 bits
 */
public record ResidualChoice(boolean wide, double narrowDecibels, double wideDecibels) {

    /** 16 or 8. */
    public int bits() {
        return wide ? 16 : 8;
    }

    /** Those with the bits that were chosen. */
    double decibels() {
        return wide ? wideDecibels : narrowDecibels;
    }
}
