package dev.thimble.pipeline;

import dev.thimble.core.ir.Graph;
import dev.thimble.pipeline.precision.PassEffect;
import dev.thimble.pipeline.precision.StepEffect;
import java.util.List;

/**
 * A model's float graph, ready for calibration, and what making it ready was worth.
 *
 * @param source the model as read
 * @param folded its graph after the passes that need nothing else
 * @param graph the same after those that need ranges
 * @param effects what steps were worth
 * @param passes what those were worth that are kept only where they are worth it
 */
record Prepared(Source source, Folded folded, Graph graph, List<StepEffect> effects, List<PassEffect> passes) {
    /** Copies the lists. */
    Prepared {
        effects = List.copyOf(effects);
        passes = List.copyOf(passes);
    }

    /** The same with another graph. */
    Prepared with(Graph other) {
        return new Prepared(source, folded, other, effects, passes);
    }
}
