package dev.thimble.testing;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The float graph by its definitions, in double precision, one value after the other. It shares no arithmetic with the
 * executors of the compiler, so that it can tell whether they are right.
 *
 * @param graph what is run
 */
public record DoubleExecutor(Graph graph) implements FloatExecutor {

    @Override
    public float[] logits(int[] ids) {
        return logits(ids, (node, rows, values) -> {});
    }

    @Override
    public float[] logits(int[] ids, FloatObserver observer) {
        Map<String, double[][]> values = new HashMap<>();
        float[] last = {};
        for (Node node : graph.nodes()) {
            List<double[][]> inputs = node.inputs().stream().map(values::get).toList();
            double[][] value = node.op().match(new Definitions(ids, inputs));
            values.put(node.name(), value);
            last = flat(value);
            observer.value(node, value.length, last);
        }
        return last;
    }

    private static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }
}
