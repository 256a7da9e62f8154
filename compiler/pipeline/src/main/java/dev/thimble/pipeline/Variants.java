package dev.thimble.pipeline;

import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import java.util.Optional;
import java.util.function.Function;

/**
 * One model, calibrated once, with its weights in as many bits as are asked for.
 *
 * @param fitting the most bits that fit the limits, code and stack included as far as they can be known; the fewest where
 *     that is not enough
 * @param vocabulary what became of its vocabulary, where entries went
 * @param compile the compilation in so many bits, for no board's memories
 */
public record Variants(
        WeightBits fitting, Optional<SmallerVocabulary> vocabulary, Function<WeightBits, Compilation> compile) {}
