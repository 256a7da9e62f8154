package dev.thimble.cli.pipeline;

import dev.thimble.core.quant.QuantizerOptions;

/**
 * What the compiler measured and then decided.
 *
 * @param embedding whether rows of embeddings have scales of their own
 * @param residual how many bits residuals have
 */
public record PrecisionChoices(EmbeddingChoice embedding, ResidualChoice residual) {

    /** The options with these choices made. */
    QuantizerOptions in(QuantizerOptions options) {
        return options.withRowScales(embedding.byRow()).withWideResidual(residual.wide());
    }
}
