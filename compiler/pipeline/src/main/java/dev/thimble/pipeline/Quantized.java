package dev.thimble.pipeline;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.pipeline.precision.PrecisionChoices;
import dev.thimble.pipeline.precision.StepEffect;
import java.util.List;

/**
 * A model in integers.
 *
 * @param prepared what was quantised
 * @param integers the result
 * @param choices what was decided by measurement
 * @param effects what steps were worth
 */
record Quantized(Prepared prepared, IntGraph integers, PrecisionChoices choices, List<StepEffect> effects) {
    /** Copies the list. */
    Quantized {
        effects = List.copyOf(effects);
    }

    /** What devices that train begin with. */
    Quantized begun(Training training) {
        Graph graph = prepared.graph();
        return new Quantized(prepared.with(training.begun(graph)), training.begun(graph, integers), choices, effects);
    }
}
