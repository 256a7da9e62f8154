package dev.thimble.core.equalize;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A graph whose channels are being rescaled; operators are replaced as factors move through them. */
final class Rescaling {
    private final Graph graph;
    private final Map<String, Op> ops = new HashMap<>();

    Rescaling(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> ops.put(node.name(), node.op()));
    }

    Op op(String node) {
        return ops.get(node);
    }

    Graph result() {
        return graph.withNodes(graph.nodes().stream()
                .map(node -> new Node(node.name(), ops.get(node.name()), node.inputs(), node.shape()))
                .toList());
    }

    void replace(String node, Op op) {
        ops.put(node, op);
    }

    /** For each channel of an input of a matrix product the sum of the squares of its weights. */
    double[] columnPowers(String node, String input) {
        FloatTensor weight = ((Op.Linear) ops.get(node)).weight();
        int from = columnsBefore(node, input);
        return IntStream.range(from, from + graph.node(input).shape().width())
                .mapToDouble(column -> IntStream.range(0, weight.rows())
                        .mapToDouble(row -> (double) weight.at(row, column) * weight.at(row, column))
                        .sum())
                .toArray();
    }

    private int columnsBefore(String node, String input) {
        return graph.node(node).inputs().stream()
                .takeWhile(other -> !other.equals(input))
                .mapToInt(other -> graph.node(other).shape().width())
                .sum();
    }

    /** Adds to each channel of what a matrix product or convolution gives. */
    void addToOutput(String node, double[] summands) {
        Op op = ops.get(node);
        if (op instanceof Op.Linear linear) {
            ops.put(node, new Op.Linear(linear.weight(), plus(linear.bias(), summands)));
        } else if (op instanceof Op.DepthwiseConv1d convolution) {
            ops.put(node, new Op.DepthwiseConv1d(convolution.weight(), plus(convolution.bias(), summands)));
        } else {
            throw new IllegalArgumentException(node);
        }
    }

    /** Makes a matrix product expect each channel of one of its inputs without what is added to it here. */
    void addToInput(String node, String input, double[] summands) {
        Op.Linear linear = (Op.Linear) ops.get(node);
        int from = columnsBefore(node, input);
        double[] sums = IntStream.range(0, linear.weight().rows())
                .mapToDouble(row -> IntStream.range(0, summands.length)
                        .mapToDouble(i -> linear.weight().at(row, from + i) * summands[i])
                        .sum())
                .toArray();
        ops.put(node, new Op.Linear(linear.weight(), plus(linear.bias(), sums)));
    }

    private static FloatTensor plus(FloatTensor tensor, double[] summands) {
        return tensor.with(i -> tensor.at(i) + summands[i]);
    }

    /** Multiplies each channel of what a matrix product, a convolution or a norm gives. */
    void scaleOutput(String node, double[] factors) {
        Op op = ops.get(node);
        if (op instanceof Op.Linear linear) {
            ops.put(node, new Op.Linear(rows(linear.weight(), factors), rows(linear.bias(), factors)));
        } else if (op instanceof Op.DepthwiseConv1d convolution) {
            ops.put(
                    node,
                    new Op.DepthwiseConv1d(rows(convolution.weight(), factors), rows(convolution.bias(), factors)));
        } else if (op instanceof Op.RmsNorm norm) {
            ops.put(node, new Op.RmsNorm(rows(norm.gain(), factors), norm.epsilon()));
        } else if (op instanceof Op.LayerNorm norm) {
            ops.put(node, new Op.LayerNorm(rows(norm.gain(), factors), rows(norm.bias(), factors), norm.epsilon()));
        } else {
            throw new IllegalArgumentException(node);
        }
    }

    /** Makes a matrix product or convolution expect each channel of one of its inputs divided by its factor. */
    void scaleInput(String node, String input, double[] factors) {
        Op op = ops.get(node);
        if (op instanceof Op.Linear linear) {
            FloatTensor weight = linear.weight();
            double[] columns = columns(node, input, factors);
            ops.put(node, new Op.Linear(weight.with(i -> weight.at(i) * columns[i % columns.length]), linear.bias()));
        } else if (op instanceof Op.DepthwiseConv1d convolution) {
            FloatTensor weight = convolution.weight();
            int group = weight.rows() / factors.length;
            ops.put(
                    node,
                    new Op.DepthwiseConv1d(
                            weight.with(i -> weight.at(i) * factors[i / weight.columns() / group]),
                            convolution.bias()));
        } else {
            throw new IllegalArgumentException(node);
        }
    }

    /** The factors of all of a matrix product's columns: those of other inputs have 1. */
    private double[] columns(String node, String input, double[] factors) {
        return graph.node(node).inputs().stream()
                .flatMapToDouble(one -> one.equals(input)
                        ? DoubleStream.of(factors)
                        : DoubleStream.generate(() -> 1)
                                .limit(graph.node(one).shape().width()))
                .toArray();
    }

    private static FloatTensor rows(FloatTensor tensor, double[] factors) {
        return tensor.with(i -> tensor.at(i) * factors[i / tensor.columns()]);
    }
}
