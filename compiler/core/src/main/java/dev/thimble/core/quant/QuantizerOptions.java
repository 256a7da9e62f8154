package dev.thimble.core.quant;

/**
 * The quantiser's steps that can be switched off.
 *
 * @param rangeSearch ranges of least squared error; off: the least and greatest value seen
 * @param biasCorrection biases make up for the mean error of rounded weights
 * @param wideResidual norms whose result is added again in the same block of rows keep 16 bits
 */
public record QuantizerOptions(boolean rangeSearch, boolean biasCorrection, boolean wideResidual) {

    /** Everything on. */
    public static QuantizerOptions all() {
        return new QuantizerOptions(true, true, true);
    }

    /** The same with or without 16-bit residuals. */
    public QuantizerOptions withWideResidual(boolean wide) {
        return new QuantizerOptions(rangeSearch, biasCorrection, wide);
    }
}
