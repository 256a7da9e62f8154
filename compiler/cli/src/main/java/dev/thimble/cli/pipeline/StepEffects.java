package dev.thimble.cli.pipeline;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.LayerErrors;
import dev.thimble.core.quant.LayerErrors.LayerError;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;

/** Measures what each step of the quantisation is worth, by leaving it out. */
final class StepEffects {
    private static final int SAMPLE = 32;
    private static final double WORTH_IT = 0.5;

    private final List<int[]> sample;
    private final List<StepEffect> effects = new ArrayList<>();

    StepEffects(List<List<Integer>> inputs) {
        sample = Spread.over(inputs, SAMPLE).stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The model as compiled, and without each of the steps that were on. */
    void measure(Graph graph, IntGraph compiled, Calibration calibration, QuantizerOptions options) {
        OrderedExecutor executor = new OrderedExecutor(graph);
        add("all", compiled, executor);
        if (options.rangeSearch()) {
            QuantizerOptions without = options.withRangeSearch(false);
            add("range search", Quantizer.quantize(graph, calibration, without), executor);
        }
        if (options.biasCorrection()) {
            QuantizerOptions without = options.withBiasCorrection(false);
            add("bias correction", Quantizer.quantize(graph, calibration, without), executor);
        }
    }

    /**
     * What pays only where it makes the logits better by enough, among what the options allow: scales for the rows of
     * embeddings where they are worth their flash, each way with the residuals that suit it.
     */
    PrecisionChoices choose(Graph graph, Calibration calibration, QuantizerOptions options) {
        OrderedExecutor executor = new OrderedExecutor(graph);
        QuantizerOptions byRow = options.withRowScales(true);
        ResidualChoice rows = chooseResidual(graph, calibration, byRow, executor);
        ResidualChoice table = chooseResidual(graph, calibration, options.withRowScales(false), executor);
        EmbeddingChoice embedding = new EmbeddingChoice(
                options.rowScales() && rows.decibels() >= table.decibels() + WORTH_IT,
                table.decibels(),
                rows.decibels(),
                EmbeddingChoice.factorBytes(Quantizer.quantize(graph, calibration, byRow)));
        return new PrecisionChoices(embedding, embedding.byRow() ? rows : table);
    }

    /** 16-bit residuals where they are worth their instructions. */
    private ResidualChoice chooseResidual(
            Graph graph, Calibration calibration, QuantizerOptions options, OrderedExecutor executor) {
        double wide = decibels(Quantizer.quantize(graph, calibration, options.withWideResidual(true)), executor);
        double narrow = decibels(Quantizer.quantize(graph, calibration, options.withWideResidual(false)), executor);
        return new ResidualChoice(options.wideResidual() && wide >= narrow + WORTH_IT, narrow, wide);
    }

    /** The model whose channels were left as they are; its scales come from the smaller sample of equalisation. */
    void measureUnequalized(Graph graph, Calibration calibration, QuantizerOptions options) {
        add("equalisation", Quantizer.quantize(graph, calibration, options), new OrderedExecutor(graph));
    }

    private void add(String step, IntGraph integers, OrderedExecutor executor) {
        effects.add(new StepEffect(step, decibels(integers, executor)));
    }

    private double decibels(IntGraph integers, OrderedExecutor executor) {
        List<LayerError> errors = LayerErrors.measure(integers, executor, sample);
        return errors.get(errors.size() - 1).decibels();
    }

    List<StepEffect> effects() {
        return List.copyOf(effects);
    }
}
