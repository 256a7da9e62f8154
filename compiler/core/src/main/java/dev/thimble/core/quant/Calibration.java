package dev.thimble.core.quant;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import java.util.HashMap;
import java.util.Map;

/** What the float model's values look like on real input, by node. */
public final class Calibration implements FloatObserver {
    private final Map<String, ValueStatistics> values = new HashMap<>();

    private Calibration(Graph graph) {
        graph.nodes()
                .forEach(node ->
                        values.put(node.name(), new ValueStatistics(node.shape().width())));
    }

    /**
     * Runs the float model over sequences and keeps what its values look like.
     *
     * @param inputs at least one sequence of token ids
     */
    public static Calibration of(Graph graph, FloatExecutor executor, Iterable<int[]> inputs) {
        Calibration calibration = new Calibration(graph);
        inputs.forEach(ids -> executor.logits(ids, calibration));
        return calibration;
    }

    @Override
    public void value(Node node, int rows, float[] row) {
        values.get(node.name()).add(row, rows);
    }

    /** The statistics of one node's value. */
    public ValueStatistics of(String node) {
        return values.get(node);
    }
}
