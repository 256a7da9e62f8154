package dev.thimble.it;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The same float function with one channel in sixteen made 24 to 40 times as large: query against key and value against
 * the attention's output where those are matrix products, else (keys that are a norm's result) the norm's gain against
 * all that reads it.
 */
final class OutlierChannels {
    private final Graph graph;
    private final SplittableRandom random;
    private final Map<String, Op> ops = new HashMap<>();

    private OutlierChannels(Graph graph, long seed) {
        this.graph = graph;
        this.random = new SplittableRandom(seed);
        graph.nodes().forEach(node -> ops.put(node.name(), node.op()));
    }

    static Graph in(Graph graph, long seed) {
        OutlierChannels outliers = new OutlierChannels(graph, seed);
        graph.nodes().stream().filter(node -> node.op() instanceof Op.Attention).forEach(outliers::addTo);
        List<Node> nodes = graph.nodes().stream()
                .map(node -> new Node(node.name(), outliers.ops.get(node.name()), node.inputs(), node.shape()))
                .toList();
        return graph.withNodes(nodes);
    }

    private void addTo(Node attention) {
        String query = attention.inputs().get(0);
        String key = attention.inputs().get(1);
        double[] gains = gains(attention.shape().width());
        if (ops.get(key) instanceof Op.RmsNorm norm) {
            ops.put(key, new Op.RmsNorm(rows(norm.gain(), i -> gains[(int) i]), norm.epsilon()));
            graph.consumers(key).forEach(reader -> undo(reader, gains));
            output(query, i -> 1 / gains[(int) i]);
            columns(behind(attention), gains);
            return;
        }
        output(query, i -> gains[(int) i]);
        output(key, i -> 1 / gains[(int) i]);
        double[] more = gains(attention.shape().width());
        output(attention.inputs().get(2), i -> more[(int) i]);
        columns(behind(attention), more);
    }

    private double[] gains(int channels) {
        double[] gains = new double[channels];
        Arrays.fill(gains, 1);
        for (int i = 0; i < Math.max(1, channels / 16); i++) {
            gains[random.nextInt(channels)] = 24 + 16 * random.nextDouble();
        }
        return gains;
    }

    private String behind(Node attention) {
        return graph.consumers(attention.name()).get(0).name();
    }

    private void undo(Node reader, double[] gains) {
        if (ops.get(reader.name()) instanceof Op.Linear) {
            columns(reader.name(), gains);
        } else if (ops.get(reader.name()) instanceof Op.DepthwiseConv1d convolution) {
            int group = convolution.weight().rows() / gains.length;
            FloatTensor weight = rows(convolution.weight(), i -> 1 / gains[(int) i / group]);
            ops.put(reader.name(), new Op.DepthwiseConv1d(weight, convolution.bias()));
        }
    }

    private void output(String name, DoubleUnaryOperator factor) {
        if (ops.get(name) instanceof Op.Linear linear) {
            ops.put(name, new Op.Linear(rows(linear.weight(), factor), rows(linear.bias(), factor)));
        }
    }

    private void columns(String name, double[] gains) {
        if (ops.get(name) instanceof Op.Linear linear) {
            FloatTensor weight = linear.weight();
            ops.put(name, new Op.Linear(weight.with(i -> weight.at(i) / gains[i % weight.columns()]), linear.bias()));
        }
    }

    private static FloatTensor rows(FloatTensor tensor, DoubleUnaryOperator factor) {
        double[] factors = IntStream.range(0, tensor.rows())
                .mapToDouble(factor::applyAsDouble)
                .toArray();
        return tensor.with(i -> tensor.at(i) * factors[i / tensor.columns()]);
    }
}
