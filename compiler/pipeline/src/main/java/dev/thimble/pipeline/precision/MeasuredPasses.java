package dev.thimble.pipeline.precision;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.pipeline.NamedPass.OfCalibrated;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Passes that are kept where they make the logits better, one after the other. Where the logits are good enough as they are
 * none is tried: labels would stay the same, and tables and instructions are saved.
 */
public final class MeasuredPasses {
    /** Beyond this many decibels no label of the models that were measured is another (docs/accuracy.md). */
    private static final double ENOUGH = 45;

    private static final double WORTH_IT = 0.5;

    private static final int SAMPLE = 128;

    private final Function<Graph, Calibration> calibrate;
    private final List<List<Integer>> inputs;
    private final QuantizerOptions options;
    private final List<PassEffect> effects = new ArrayList<>();
    private Graph graph;
    private Calibration calibration;
    private double decibels;

    /**
     * Before the first pass.
     *
     * @param calibrate runs a graph over a sample of what scales come from
     * @param inputs what logits are measured on
     */
    public MeasuredPasses(
            Graph graph, Function<Graph, Calibration> calibrate, List<List<Integer>> inputs, QuantizerOptions options) {
        this.calibrate = calibrate;
        this.inputs = List.copyOf(inputs);
        this.options = options.withFineEmbeddings(false);
        this.graph = graph;
        this.calibration = calibrate.apply(graph);
        this.decibels = decibels(graph, calibration);
    }

    private double decibels(Graph measured, Calibration itsOwn) {
        return new Trials(measured, itsOwn, inputs, SAMPLE).decibels(options);
    }

    /** Tries a pass, if the logits have anything to gain, and keeps it if they gain enough. */
    public void offer(OfCalibrated pass) {
        if (decibels >= ENOUGH) {
            return;
        }
        Graph other = pass.run(graph, calibration);
        Calibration itsOwn = calibrate.apply(other);
        double after = decibels(other, itsOwn);
        boolean kept = after >= decibels + WORTH_IT;
        effects.add(new PassEffect(pass.name(), kept, decibels, after));
        if (kept) {
            graph = other;
            calibration = itsOwn;
            decibels = after;
        }
    }

    /** The graph after those that were kept. */
    public Graph graph() {
        return graph;
    }

    /** What those that were tried were worth. */
    public List<PassEffect> effects() {
        return List.copyOf(effects);
    }
}
