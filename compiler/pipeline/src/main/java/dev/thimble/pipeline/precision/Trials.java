package dev.thimble.pipeline.precision;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.InputMoments;
import dev.thimble.core.quant.LogitErrors;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.verify.data.EvenSample;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One calibrated model, quantised in several ways; each way is measured once. */
public final class Trials {
    private static final int SAMPLE = 32;

    /** Sequences that tell which columns of a matrix's inputs have which values together. */
    private static final int MOMENTS_SAMPLE = 256;

    private final Graph graph;
    private final List<int[]> moments;
    private final LogitErrors errors;
    private final Map<QuantizerOptions, IntGraph> models = new LastUsed();
    private final Map<QuantizerOptions, Double> decibels = new HashMap<>();
    private Calibration calibration;
    private boolean isMomentsSeen;

    /** A large model's are not all held at once: a search for what fits has tens of them. */
    private static final class LastUsed extends LinkedHashMap<QuantizerOptions, IntGraph> {
        private static final long serialVersionUID = 1;
        private static final int HELD = 8;

        LastUsed() {
            super(2 * HELD, 0.75F, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<QuantizerOptions, IntGraph> eldest) {
            return size() > HELD;
        }
    }

    /** Trials of a graph on a sample of what it was calibrated on. */
    public Trials(Graph graph, Calibration calibration, List<List<Integer>> inputs) {
        this(graph, calibration, inputs, SAMPLE);
    }

    /** The same on a sample of another size: what is nearly as good either way takes more to tell. */
    Trials(Graph graph, Calibration calibration, List<List<Integer>> inputs, int size) {
        this.graph = graph;
        this.calibration = calibration;
        this.moments = sample(inputs, MOMENTS_SAMPLE);
        this.errors = new LogitErrors(new OrderedExecutor(graph), sample(inputs, size));
    }

    private static List<int[]> sample(List<List<Integer>> inputs, int most) {
        return EvenSample.over(inputs, most).stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The model quantised in one way. */
    public IntGraph model(QuantizerOptions options) {
        IntGraph held = models.get(options);
        if (held != null) {
            return held;
        }
        IntGraph quantized = Quantizer.quantize(graph, calibration(options), options);
        models.put(options, quantized);
        return quantized;
    }

    /** Moments take time that models without matrices of 4 bits do without. */
    private Calibration calibration(QuantizerOptions options) {
        if (!options.narrow().isEmpty() && !isMomentsSeen) {
            calibration = calibration.with(InputMoments.of(graph, new OrderedExecutor(graph), moments));
            isMomentsSeen = true;
        }
        return calibration;
    }

    /** Signal to quantisation noise of the logits. */
    double decibels(QuantizerOptions options) {
        return decibels.computeIfAbsent(options, way -> errors.decibels(model(way)));
    }

    /** Whether there are fewer sentences than it takes to tell whether something is worth its price. */
    boolean isThin() {
        return errors.sequences() < SAMPLE;
    }

    /** Noise of the logits as a share of their signal: how much more one way has than another. */
    double noise(QuantizerOptions way, QuantizerOptions other) {
        return noise(way) - noise(other);
    }

    private double noise(QuantizerOptions way) {
        return StrictMath.pow(10, -decibels(way) / 10);
    }
}
