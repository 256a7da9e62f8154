package dev.thimble.cli.pipeline;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.LayerErrors;
import dev.thimble.core.quant.LayerErrors.LayerError;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.reference.Nd4jExecutor;
import java.util.ArrayList;
import java.util.List;

/** Measures what each step of the quantisation is worth, by leaving it out. */
final class StepEffects {
    private static final int SAMPLE = 32;

    private final List<int[]> sample;
    private final List<StepEffect> effects = new ArrayList<>();

    StepEffects(List<List<Integer>> inputs) {
        sample = Spread.over(inputs, SAMPLE).stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The model as compiled, and without each of the steps that were on. */
    void measure(Graph graph, IntGraph compiled, Calibration calibration, QuantizerOptions options) {
        Nd4jExecutor executor = new Nd4jExecutor(graph);
        add("all", compiled, executor);
        if (options.rangeSearch()) {
            QuantizerOptions without = new QuantizerOptions(false, options.biasCorrection());
            add("range search", Quantizer.quantize(graph, calibration, without), executor);
        }
        if (options.biasCorrection()) {
            QuantizerOptions without = new QuantizerOptions(options.rangeSearch(), false);
            add("bias correction", Quantizer.quantize(graph, calibration, without), executor);
        }
    }

    /** The model whose channels were left as they are; its scales come from the smaller sample of equalisation. */
    void measureUnequalized(Graph graph, Calibration calibration, QuantizerOptions options) {
        add("equalisation", Quantizer.quantize(graph, calibration, options), new Nd4jExecutor(graph));
    }

    private void add(String step, IntGraph integers, Nd4jExecutor executor) {
        List<LayerError> errors = LayerErrors.measure(integers, executor, sample);
        effects.add(new StepEffect(step, errors.get(errors.size() - 1).decibels()));
    }

    List<StepEffect> effects() {
        return List.copyOf(effects);
    }
}
