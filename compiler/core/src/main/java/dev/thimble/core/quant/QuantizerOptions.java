package dev.thimble.core.quant;

/**
 * The quantiser's steps that can be switched off.
 *
 * @param rangeSearch ranges of least squared error; off: the least and greatest value seen
 * @param biasCorrection biases make up for the mean error of rounded weights
 * @param wideResidual norms whose result is added again in the same block of rows keep 16 bits
 * @param rowScales the rows of an embedding table have scales of their own where that loses less
 */
public record QuantizerOptions(boolean rangeSearch, boolean biasCorrection, boolean wideResidual, boolean rowScales) {

    /** Everything on. */
    public static QuantizerOptions all() {
        return new QuantizerOptions(true, true, true, true);
    }

    /** The same with or without the search for ranges. */
    public QuantizerOptions withRangeSearch(boolean search) {
        return new QuantizerOptions(search, biasCorrection, wideResidual, rowScales);
    }

    /** The same with or without corrected biases. */
    public QuantizerOptions withBiasCorrection(boolean correction) {
        return new QuantizerOptions(rangeSearch, correction, wideResidual, rowScales);
    }

    /** The same with or without 16-bit residuals. */
    public QuantizerOptions withWideResidual(boolean wide) {
        return new QuantizerOptions(rangeSearch, biasCorrection, wide, rowScales);
    }

    /** The same with or without scales for the rows of embedding tables. */
    public QuantizerOptions withRowScales(boolean byRow) {
        return new QuantizerOptions(rangeSearch, biasCorrection, wideResidual, byRow);
    }
}
