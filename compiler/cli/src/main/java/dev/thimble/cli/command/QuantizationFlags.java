package dev.thimble.cli.command;

import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.QuantizerOptions;
import picocli.CommandLine.Option;

/** The steps of quantisation that can be switched off, on every command that quantises. */
final class QuantizationFlags {
    @Option(
            names = "--equalize",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "move scales between operators so that channels have equal ranges (on by default)")
    private boolean equalize;

    @Option(
            names = "--range-search",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "ranges of least squared error; off: the least and greatest value seen (on by default)")
    private boolean rangeSearch;

    @Option(
            names = "--bias-correction",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "biases make up for the mean error of rounded weights (on by default)")
    private boolean biasCorrection;

    @Option(
            names = "--wide-residual",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "16-bit residuals where they make the logits better (on by default)")
    private boolean wideResidual;

    @Option(
            names = "--embedding-row-scales",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "a scale for each row of embeddings where that makes the logits better (on by default)")
    private boolean rowScales;

    Pipeline pipeline() {
        return equalize ? Pipeline.standard() : Pipeline.standard().without(Pipeline.EQUALIZE_CHANNELS);
    }

    QuantizerOptions quantizer() {
        return new QuantizerOptions(rangeSearch, biasCorrection, wideResidual, rowScales);
    }
}
