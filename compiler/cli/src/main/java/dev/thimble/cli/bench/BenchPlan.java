package dev.thimble.cli.bench;

import dev.thimble.verify.data.Example;
import java.util.List;

/**
 * What to measure of a model.
 *
 * @param tokens lengths of sequences
 * @param sentences inputs to take means over; may be empty
 * @param layers whether steps are counted, too
 */
public record BenchPlan(List<Integer> tokens, List<Example> sentences, boolean layers) {
    /** Copies the lists. */
    public BenchPlan {
        tokens = List.copyOf(tokens);
        sentences = List.copyOf(sentences);
    }
}
