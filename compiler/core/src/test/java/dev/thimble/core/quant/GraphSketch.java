package dev.thimble.core.quant;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Rows;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A small float graph and what a calibration is to have seen of each node. */
final class GraphSketch {
    static final int TOKENS = 4;

    private final Random random = new Random(11);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, float[]> seen = new HashMap<>();

    /** A tensor of the given values. */
    static FloatTensor matrix(int rows, int columns, double... values) {
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return FloatTensor.matrix("m", rows, columns, floats);
    }

    static FloatTensor vector(double... values) {
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return FloatTensor.vector("v", floats);
    }

    /** Normally distributed values. */
    FloatTensor random(int rows, int columns) {
        return FloatTensor.matrix("m", rows, columns, new float[rows * columns]).with(i -> random.nextGaussian());
    }

    /** A value of one row per token; calibration sees these numbers of it, row by row. */
    GraphSketch node(String name, Op op, int width, float[] values, String... inputs) {
        boolean pooled = op instanceof Op.Pool
                || (inputs.length > 0 && nodes.stream().anyMatch(n -> n.name().equals(inputs[0]) && isOneRow(n)));
        nodes.add(new Node(name, op, List.of(inputs), pooled ? Shape.one(width) : Shape.tokens(width)));
        seen.put(name, values);
        return this;
    }

    /** The same where what calibration sees does not matter: values between -reach and reach, both among them. */
    GraphSketch node(String name, Op op, int width, double reach, String... inputs) {
        float[] values = new float[TOKENS * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (reach * (i == 0 ? 1 : i == 1 ? -1 : random.nextDouble() * 2 - 1));
        }
        return node(name, op, width, values, inputs);
    }

    GraphSketch embedding(String name, FloatTensor table) {
        return node(name, new Op.Embedding(new IndexSource.TokenId(), table), table.columns(), table.toArray());
    }

    GraphSketch linear(String name, int inputs, int outputs, double reach, String input) {
        return node(name, new Op.Linear(random(outputs, inputs), vector(new double[outputs])), outputs, reach, input);
    }

    Graph graph() {
        return new Graph("sketch", TOKENS, nodes);
    }

    Calibration calibration() {
        Graph graph = graph();
        return Calibration.of(
                graph, replay(graph, seen), List.of(IntStream.range(0, TOKENS).toArray()));
    }

    private static boolean isOneRow(Node node) {
        return node.shape().rows() == Rows.ONE;
    }

    /** An executor that shows given values, as many rows of them as there are. */
    static FloatExecutor replay(Graph graph, Map<String, float[]> values) {
        return new FloatExecutor() {
            @Override
            public float[] logits(int[] ids) {
                return logits(ids, (node, rows, row) -> {});
            }

            @Override
            public float[] logits(int[] ids, FloatObserver observer) {
                for (Node node : graph.nodes()) {
                    float[] all = values.get(node.name());
                    observer.value(node, all.length / node.shape().width(), all);
                }
                return values.get(graph.output().name());
            }
        };
    }
}
