package dev.thimble.core.exec;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a float graph in binary32 with one fixed order of operations, so that every machine gets the same bits: Java's
 * arithmetic is IEEE 754 everywhere (JLS 15.4), and what is not arithmetic comes from {@link StrictMath}. Whatever
 * decides a byte of a package is computed by this executor. Sums of norms and softmax are kept in double.
 */
public final class OrderedExecutor implements FloatExecutor {
    private static final FloatObserver NOBODY = (node, rows, values) -> {};

    private final Graph graph;
    private final List<Step> steps = new ArrayList<>();

    /**
     * One node, ready to run.
     *
     * @param inputs indices of earlier steps
     */
    private record Step(Node node, FloatKernel kernel, List<Integer> inputs) {}

    /** Prepares the graph's constants. */
    public OrderedExecutor(Graph graph) {
        this.graph = graph;
        FloatKernels kernels = new FloatKernels();
        Map<String, Integer> index = new HashMap<>();
        for (Node node : graph.nodes()) {
            List<Integer> inputs = node.inputs().stream().map(index::get).toList();
            index.put(node.name(), steps.size());
            steps.add(new Step(node, node.op().match(kernels), inputs));
        }
    }

    @Override
    public float[] logits(int[] ids) {
        return logits(ids, NOBODY);
    }

    @Override
    public float[] logits(int[] ids, FloatObserver observer) {
        graph.checkIds(ids);
        List<FloatMatrix> values = new ArrayList<>(steps.size());
        for (Step step : steps) {
            List<FloatMatrix> inputs = step.inputs().stream().map(values::get).toList();
            FloatMatrix value = step.kernel().run(ids, inputs);
            values.add(value);
            observer.value(step.node(), value.rows(), value.values());
        }
        return values.get(values.size() - 1).values();
    }
}
