package dev.thimble.pipeline.precision;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the compiler measured and then decided.
 *
 * @param embedding whether rows of embeddings have scales of their own
 * @param residual how many bits residuals have
 * @param tokens what token embeddings in fewer bits gave up, where they have fewer
 * @param matrices what matrices in fewer bits gave up, where fewer were asked for
 */
public record PrecisionChoices(
        EmbeddingChoice embedding, ResidualChoice residual, Optional<TokenBits> tokens, Optional<MatrixBits> matrices) {
    private static final double WORTH_IT = 0.5;

    /**
     * What pays only where it makes the logits better by enough, among what the options allow: scales for the rows of
     * embeddings where they are worth their flash, each way with the residuals that suit it. Then which matrices have 4
     * bits, unless options name them.
     *
     * @param kept products whose matrices keep 8 bits, by what the model is then
     */
    public static PrecisionChoices of(Trials trials, QuantizerOptions wished, Function<IntGraph, Set<String>> kept) {
        QuantizerOptions options = wished.withNarrow(Set.of());
        QuantizerOptions byRow = options.withRowScales(true);
        ResidualChoice rows = residual(trials, byRow);
        ResidualChoice table = residual(trials, options.withRowScales(false));
        EmbeddingChoice embedding = new EmbeddingChoice(
                options.rowScales() && rows.decibels() >= table.decibels() + WORTH_IT,
                table.decibels(),
                rows.decibels(),
                EmbeddingChoice.factorBytes(trials.model(byRow)));
        PrecisionChoices choices =
                new PrecisionChoices(embedding, embedding.byRow() ? rows : table, Optional.empty(), Optional.empty());
        QuantizerOptions chosen = choices.in(options);
        Optional<MatrixBits> matrices =
                MatrixBits.of(trials, chosen, wished.narrow(), kept.apply(trials.model(chosen)));
        PrecisionChoices all = new PrecisionChoices(embedding, choices.residual, Optional.empty(), matrices);
        return new PrecisionChoices(embedding, choices.residual, TokenBits.of(trials, all.in(options)), matrices);
    }

    /** 16-bit residuals where they are worth their instructions. */
    private static ResidualChoice residual(Trials trials, QuantizerOptions options) {
        double wide = trials.decibels(options.withWideResidual(true));
        double narrow = trials.decibels(options.withWideResidual(false));
        return new ResidualChoice(options.wideResidual() && wide >= narrow + WORTH_IT, narrow, wide);
    }

    /** The options with these choices made. */
    public QuantizerOptions in(QuantizerOptions options) {
        return options.withRowScales(embedding.byRow())
                .withWideResidual(residual.wide())
                .withNarrow(matrices.map(MatrixBits::products).orElse(Set.of()));
    }
}
