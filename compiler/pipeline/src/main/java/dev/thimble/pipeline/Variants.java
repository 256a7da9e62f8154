package dev.thimble.pipeline;

import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One model, calibrated once, with its weights in as many bits as are asked for.
 *
 * @param fitting the most bits that fit the limits, code and stack included as far as they can be known; nothing
 *     where the fewest are not enough
 * @param turns from 8 bits to the fewest, in the order in which they would be given up
 * @param vocabulary what became of its vocabulary, where entries went
 * @param compile the compilation in so many bits, for no board's memories
 */
public record Variants(
        Optional<WeightBits> fitting,
        List<WeightBits> turns,
        Optional<SmallerVocabulary> vocabulary,
        Function<WeightBits, Compilation> compile) {
    /** Copies the list. */
    public Variants {
        turns = List.copyOf(turns);
    }
}
