package dev.thimble.pipeline;

import dev.thimble.core.quant.MeanBits;
import java.util.function.Function;

/**
 * One model, calibrated once, with its token embeddings in as many bits as are asked for.
 *
 * @param fitting the most bits that fit the limits, code and stack included as far as they can be known; the fewest where
 *     that is not enough
 * @param compile the compilation in so many bits, for no board's memories
 */
public record Variants(MeanBits fitting, Function<MeanBits, Compilation> compile) {}
