package dev.thimble.core.quant;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.reference.IntMatrix;
import dev.thimble.core.reference.IntegerExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far the integer model's values are from the float model's, layer by layer. */
public final class LayerErrors {
    private final IntGraph graph;
    private final Map<String, float[]> real = new HashMap<>();
    private final Map<String, Decibels> sums = new HashMap<>();

    /**
     * One layer's error.
     *
     * @param node the layer
     * @param decibels signal to quantisation noise: 10 · log10(Σ real² / Σ (real - integer)²); infinite when exact
     */
    public record LayerError(IntNode node, double decibels) {}

    private LayerErrors(IntGraph graph) {
        this.graph = graph;
    }

    /** Runs both models over sequences of token ids. */
    public static List<LayerError> measure(IntGraph graph, FloatExecutor executor, Iterable<int[]> inputs) {
        LayerErrors errors = new LayerErrors(graph);
        IntegerExecutor integers = new IntegerExecutor(graph);
        for (int[] ids : inputs) {
            errors.real.clear();
            executor.logits(ids, (node, rows, values) -> errors.real.put(node.name(), values.clone()));
            integers.logits(ids, errors::compare);
        }
        return errors.result();
    }

    private void compare(IntNode node, IntMatrix matrix) {
        float[] expected = real.get(node.name());
        if (expected == null) {
            return;
        }
        Quantization quantization = node.quantization();
        double power = 0;
        double off = 0;
        for (int i = 0; i < matrix.rows() * matrix.width(); i++) {
            double got = quantization.real(matrix.at(i / matrix.width(), i % matrix.width()));
            power += (double) expected[i] * expected[i];
            off += (expected[i] - got) * (expected[i] - got);
        }
        sums.computeIfAbsent(node.name(), name -> new Decibels()).add(power, off);
    }

    private List<LayerError> result() {
        List<LayerError> result = new ArrayList<>();
        for (IntNode node : graph.nodes()) {
            if (sums.containsKey(node.name())) {
                result.add(new LayerError(node, sums.get(node.name()).value()));
            }
        }
        return result;
    }
}
