package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph whose biases are being moved; operators are replaced as constants pass through them. */
final class Offsets {
    private final Graph graph;
    private final Map<String, Op> ops = new HashMap<>();

    Offsets(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> ops.put(node.name(), node.op()));
    }

    Graph result() {
        return graph.withNodes(graph.nodes().stream()
                .map(node -> new Node(node.name(), ops.get(node.name()), node.inputs(), node.shape()))
                .toList());
    }

    /** The bias of a node that has one. */
    Optional<double[]> bias(Node node) {
        Op op = ops.get(node.name());
        if (op instanceof Op.Linear linear) {
            return Optional.of(values(linear.bias()));
        }
        if (op instanceof Op.LayerNorm norm) {
            return Optional.of(values(norm.bias()));
        }
        return op instanceof Op.DepthwiseConv1d convolution
                ? Optional.of(values(convolution.bias()))
                : Optional.empty();
    }

    private static double[] values(FloatTensor tensor) {
        double[] values = new double[tensor.size()];
        Arrays.setAll(values, tensor::at);
        return values;
    }

    /** Takes a constant out of a node's bias, if all that read the value can make up for it. */
    void moveOut(Node node, double[] constant) {
        if (pass(node, constant, false)) {
            pass(node, constant, true);
            add(node.name(), Arrays.stream(constant).map(value -> -value).toArray());
        }
    }

    /** Whether every reader can make up for a constant that its input loses; {@code really}: makes them do so. */
    private boolean pass(Node value, double[] constant, boolean really) {
        List<Node> readers = graph.consumers(value.name());
        return !readers.isEmpty() && readers.stream().allMatch(reader -> take(reader, value, constant, really));
    }

    private boolean take(Node reader, Node value, double[] constant, boolean really) {
        Op op = ops.get(reader.name());
        if (op instanceof Op.Linear linear) {
            if (really) {
                add(reader.name(), product(linear.weight(), reader, value, constant));
            }
            return true;
        }
        if (op instanceof Op.LayerNorm) {
            return Arrays.stream(constant).allMatch(one -> one == constant[0]);
        }
        if (op instanceof Op.Attention) {
            boolean isValue = reader.inputs().get(2).equals(value.name());
            return !reader.inputs().get(0).equals(value.name()) && (!isValue || pass(reader, constant, really));
        }
        double times = factor(reader, op, value);
        return times != 0
                && pass(reader, Arrays.stream(constant).map(one -> one * times).toArray(), really);
    }

    /** How often a reader that hands its input on does so; 0 for one that does something else with it. */
    private static double factor(Node reader, Op op, Node value) {
        if (op instanceof Op.Pool || op instanceof Op.Mean) {
            return 1;
        }
        if (op instanceof Op.Add) {
            return Collections.frequency(reader.inputs(), value.name());
        }
        double sum = 0;
        if (op instanceof Op.WeightedSum weighted) {
            for (int i = 0; i < reader.inputs().size(); i++) {
                sum += reader.inputs().get(i).equals(value.name())
                        ? weighted.coefficients().get(i)
                        : 0;
            }
        }
        return sum;
    }

    /** What a matrix makes of a constant in one of its inputs, as often as that is one. */
    private double[] product(FloatTensor weight, Node reader, Node value, double[] constant) {
        double[] result = new double[weight.rows()];
        int from = 0;
        for (String input : reader.inputs()) {
            int width = graph.node(input).shape().width();
            if (input.equals(value.name())) {
                for (int row = 0; row < result.length; row++) {
                    for (int column = 0; column < width; column++) {
                        result[row] += weight.at(row, from + column) * constant[column];
                    }
                }
            }
            from += width;
        }
        return result;
    }

    private void add(String node, double[] constant) {
        Op op = ops.get(node);
        if (op instanceof Op.Linear linear) {
            ops.put(node, new Op.Linear(linear.weight(), sum(linear.bias(), constant)));
        } else if (op instanceof Op.LayerNorm norm) {
            ops.put(node, new Op.LayerNorm(norm.gain(), sum(norm.bias(), constant), norm.epsilon()));
        } else if (op instanceof Op.DepthwiseConv1d convolution) {
            ops.put(node, new Op.DepthwiseConv1d(convolution.weight(), sum(convolution.bias(), constant)));
        } else {
            throw new IllegalArgumentException(node);
        }
    }

    private static FloatTensor sum(FloatTensor bias, double[] constant) {
        return bias.with(i -> bias.at(i) + constant[i]);
    }
}
