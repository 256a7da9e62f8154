package dev.thimble.cli.bench;

import dev.thimble.device.board.FlashTiming;
import dev.thimble.verify.data.Example;
import java.util.List;
import java.util.Optional;

/**
 * What to measure of a model.
 *
 * @param tokens lengths of sequences
 * @param sentences inputs to take means over; may be empty
 * @param layers whether steps are counted, too
 * @param cycles whether cycles are estimated, on cores whose manuals have tables
 * @param flash of boards, where it is another one than theirs
 */
public record BenchPlan(
        List<Integer> tokens, List<Example> sentences, boolean layers, boolean cycles, Optional<FlashTiming> flash) {
    /** Copies the lists. */
    public BenchPlan {
        tokens = List.copyOf(tokens);
        sentences = List.copyOf(sentences);
    }
}
