package dev.thimble.pipeline.fit;

import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** Where the one stops getting fewer and the other begins, by what a byte cost in decibels (decision 0043). */
    private static final List<WeightBits> TURNS =
            List.of(ALL, of(300, 800), of(300, 600), of(250, 600), of(250, 400), LEAST);

    private static WeightBits of(int tokens, int matrices) {
        return new WeightBits(new MeanBits(tokens), new MeanBits(matrices));
    }

    /** What is tried, most bits first: from each of the turns to the next in hundredths of a bit. */
    public static List<WeightBits> ladder() {
        return IntStream.range(1, TURNS.size())
                .boxed()
                .flatMap(turn -> between(TURNS.get(turn - 1), TURNS.get(turn)))
                .distinct()
                .toList();
    }

    /** Only one of the two differs. */
    private static Stream<WeightBits> between(WeightBits from, WeightBits to) {
        int steps = from.hundredths() - to.hundredths();
        boolean tokens = !from.tokens.equals(to.tokens);
        return IntStream.rangeClosed(0, steps)
                .mapToObj(step -> of(
                        from.tokens.hundredths() - (tokens ? step : 0),
                        from.matrices.hundredths() - (tokens ? 0 : step)));
    }

    /** Of both together: what comes later on the ladder has fewer. */
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
