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
 * @param fine what it was worth that products read 16 bits of embeddings, where it was tried
 * @param tokens what token embeddings in fewer bits gave up, where they have fewer
 * @param matrices what matrices in fewer bits gave up, where fewer were asked for
 */
public record PrecisionChoices(
        EmbeddingChoice embedding,
        ResidualChoice residual,
        Optional<PassEffect> fine,
        Optional<TokenBits> tokens,
        Optional<MatrixBits> matrices) {
    /** What is said of products that read 16 bits of embeddings. */
    private static final String FINE = "fine-embeddings";

    private static final double WORTH_IT = 0.5;

    /** What costs bytes and instructions is for models that lose labels: about one in a hundred at 35 decibels. */
    private static final double NEEDED = 40;

    /**
     * What pays only where it makes the logits better by enough, among what the options allow: scales for the rows of
     * embeddings where they are worth their flash, each way with the residuals that suit it. Then which matrices have 4
     * bits, unless options name them.
     *
     * @param kept products whose matrices keep 8 bits, by what the model is then
     */
    public static PrecisionChoices of(Trials trials, QuantizerOptions wished, Function<IntGraph, Set<String>> kept) {
        QuantizerOptions options = wished.withNarrow(Set.of());
        PrecisionChoices values = values(trials, options);
        QuantizerOptions chosen = values.in(options);
        Optional<MatrixBits> matrices =
                MatrixBits.of(trials, chosen, wished.narrow(), kept.apply(trials.model(chosen)));
        PrecisionChoices all =
                new PrecisionChoices(values.embedding, values.residual, values.fine, Optional.empty(), matrices);
        return new PrecisionChoices(
                values.embedding, values.residual, values.fine, TokenBits.of(trials, all.in(options)), matrices);
    }

    /** How values are rounded; matrices have 8 bits yet. */
    private static PrecisionChoices values(Trials trials, QuantizerOptions options) {
        PrecisionChoices coarse = coarse(trials, options.withFineEmbeddings(false));
        double without = coarse.decibels();
        if (!options.fineEmbeddings() || !options.rowScales() || without >= NEEDED || trials.isThin()) {
            return coarse;
        }
        QuantizerOptions finely = options.withRowScales(true).withFineEmbeddings(true);
        return takesApart(trials, finely) ? coarse.orFine(trials, finely) : coarse;
    }

    /** Whether there are products of embeddings: their parts are nodes. */
    private static boolean takesApart(Trials trials, QuantizerOptions finely) {
        return trials.model(finely).nodes().size()
                > trials.model(finely.withFineEmbeddings(false)).nodes().size();
    }

    private PrecisionChoices orFine(Trials trials, QuantizerOptions finely) {
        ResidualChoice rows = residual(trials, finely);
        boolean kept = rows.decibels() >= decibels() + WORTH_IT;
        Optional<PassEffect> effect = Optional.of(new PassEffect(FINE, kept, decibels(), rows.decibels()));
        EmbeddingChoice byRow = new EmbeddingChoice(
                true, embedding.tableDecibels(), rows.decibels(), EmbeddingChoice.factorBytes(trials.model(finely)));
        return kept
                ? new PrecisionChoices(byRow, rows, effect, Optional.empty(), Optional.empty())
                : new PrecisionChoices(embedding, residual, effect, Optional.empty(), Optional.empty());
    }

    private static PrecisionChoices coarse(Trials trials, QuantizerOptions options) {
        QuantizerOptions byRow = options.withRowScales(true);
        ResidualChoice rows = residual(trials, byRow);
        ResidualChoice table = residual(trials, options.withRowScales(false));
        EmbeddingChoice embedding = new EmbeddingChoice(
                options.rowScales() && rows.decibels() >= table.decibels() + WORTH_IT,
                table.decibels(),
                rows.decibels(),
                EmbeddingChoice.factorBytes(trials.model(byRow)));
        return new PrecisionChoices(
                embedding, embedding.byRow() ? rows : table, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private double decibels() {
        return residual.decibels();
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
                .withFineEmbeddings(fine.map(PassEffect::kept).orElse(false))
                .withNarrow(matrices.map(MatrixBits::products).orElse(Set.of()));
    }
}
