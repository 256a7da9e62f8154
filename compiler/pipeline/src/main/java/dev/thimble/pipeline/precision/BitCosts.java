package dev.thimble.pipeline.precision;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What weights in fewer bits cost a model's logits: token embeddings in several means, and each matrix, one at a time with
 * everything else in 8 bits. Noise of several roundings adds up (decision 0043), so costs tell what to begin with.
 *
 * @param tokens from more bits to fewer, without 8
 * @param matrices one by one
 */
public record BitCosts(List<Tokens> tokens, MatrixCosts matrices) {
    /** Hundredths of a bit at which embeddings are measured: nearer to each other where a bit counts for more. */
    private static final int[] LEVELS = {600, 400, 350, 300, 275, 250, 225, 200};

    /** Copies the list. */
    public BitCosts {
        tokens = List.copyOf(tokens);
    }

    /**
     * Token embeddings in so many bits.
     *
     * @param bits in the mean
     * @param noise what that adds to the logits' noise, as a share of their signal
     */
    public record Tokens(MeanBits bits, double noise) {}

    /**
     * Measures them, with the scales and residuals that suit the model best in 8 bits.
     *
     * @param kept products whose matrices keep 8 bits, by what the model is then
     */
    public static BitCosts of(Trials trials, QuantizerOptions options, Function<IntGraph, Set<String>> kept) {
        QuantizerOptions all = options.withEmbeddingBits(MeanBits.ALL).withMatrixBits(MeanBits.ALL);
        QuantizerOptions whole = PrecisionChoices.of(trials, all, kept).in(all);
        return new BitCosts(
                IntStream.of(LEVELS)
                        .mapToObj(MeanBits::new)
                        .map(bits -> new Tokens(bits, trials.noise(whole.withEmbeddingBits(bits), whole)))
                        .toList(),
                MatrixCosts.of(trials, whole, kept.apply(trials.model(whole))));
    }
}
