package dev.thimble.core.quant;

/**
 * The quantiser's steps that can be switched off.
 *
 * @param rangeSearch ranges of least squared error; off: the least and greatest value seen
 * @param biasCorrection biases make up for the mean error of rounded weights
 */
public record QuantizerOptions(boolean rangeSearch, boolean biasCorrection) {

    /** Everything on. */
    public static QuantizerOptions all() {
        return new QuantizerOptions(true, true);
    }
}
