package dev.thimble.pipeline.fit;

import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;

/**
 * How many bits weights take in the mean.
 *
 * @param tokens those of token embeddings
 * @param matrices those of matrices, at least 4
 */
public record WeightBits(MeanBits tokens, MeanBits matrices) {
    /** All of them 8. */
    public static final WeightBits ALL = new WeightBits(MeanBits.ALL, MeanBits.ALL);

    /** The fewest. */
    public static final WeightBits LEAST = of(200, 400);

    /** In hundredths. */
    static WeightBits of(int tokens, int matrices) {
        return new WeightBits(new MeanBits(tokens), new MeanBits(matrices));
    }

    /** Of both together: what comes later in a search has fewer. */
    public int hundredths() {
        return tokens.hundredths() + matrices.hundredths();
    }

    /** Those that options ask for. */
    public static WeightBits of(QuantizerOptions options) {
        return new WeightBits(options.embeddingBits(), options.matrixBits());
    }

    /** Of each the lesser. */
    public WeightBits atMost(WeightBits other) {
        return new WeightBits(tokens.atMost(other.tokens), matrices.atMost(other.matrices));
    }

    /** Options that ask for them. */
    public QuantizerOptions in(QuantizerOptions options) {
        return options.withEmbeddingBits(tokens).withMatrixBits(matrices);
    }

    /** As a sentence says it. */
    public String text() {
        String ofTokens = "token embeddings in " + tokens + " bits";
        return matrices.packs() ? ofTokens + ", matrices in " + matrices : ofTokens;
    }
}
