package dev.thimble.core.equalize;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Gives the channels of an activation ranges of their own, a few in all, where matrix products or a convolution give
 * what it reads and matrix products read what it gives: steps and offsets become part of their weights and biases, so
 * that the float function stays as it is. The ranges are those of least squared error behind the activation, each
 * channel's error weighed by what the matrices behind it make of it.
 */
public final class ActivationsByChannel {
    private final Graph graph;
    private final Calibration calibration;
    private final Rescaling rescaling;

    private ActivationsByChannel(Graph graph, Calibration calibration) {
        this.graph = graph;
        this.calibration = calibration;
        this.rescaling = new Rescaling(graph);
    }

    /** The rewritten graph; calibration must have seen this very graph. */
    public static Graph run(Graph graph, Calibration calibration) {
        ActivationsByChannel pass = new ActivationsByChannel(graph, calibration);
        graph.nodes().forEach(pass::rewrite);
        return pass.rescaling.result();
    }

    private void rewrite(Node node) {
        if (node.op() instanceof Op.Activation activation && isBetweenProducts(node)) {
            List<ActivationRange> ranges = ChannelRanges.measured(
                            activation.kind(), calibration.sample(before(node).name()), weights(node))
                    .byChannel();
            if (!ranges.isEmpty()) {
                rewrite(node, activation, ranges);
            }
        }
    }

    private Node before(Node activation) {
        return graph.node(activation.inputs().get(0));
    }

    private boolean isBetweenProducts(Node activation) {
        Node before = before(activation);
        List<Node> behind = graph.consumers(activation.name());
        return (before.op() instanceof Op.Linear || before.op() instanceof Op.DepthwiseConv1d)
                && graph.consumers(before.name()).size() == 1
                && !behind.isEmpty()
                && behind.stream().allMatch(node -> readsOnce(node, activation));
    }

    private static boolean readsOnce(Node node, Node value) {
        return node.op() instanceof Op.Linear
                && node.inputs().stream().filter(value.name()::equals).count() == 1;
    }

    /** The power of what becomes of a channel's error: of its column in all matrices behind. */
    private double[] weights(Node activation) {
        double[] sums = new double[activation.shape().width()];
        for (Node reader : graph.consumers(activation.name())) {
            double[] powers = rescaling.columnPowers(reader.name(), activation.name());
            for (int channel = 0; channel < sums.length; channel++) {
                sums[channel] += powers[channel];
            }
        }
        return sums;
    }

    private void rewrite(Node node, Op.Activation activation, List<ActivationRange> ranges) {
        List<ActivationRange.Results> results =
                ranges.stream().map(range -> range.results(activation.kind())).toList();
        FloatTensor steps = steps(node.name(), ranges, results);
        rescaling.replace(node.name(), new Op.ChannelActivation(activation.kind(), steps));
        String before = before(node).name();
        rescaling.addToOutput(before, column(steps, 1, -1));
        rescaling.scaleOutput(before, reciprocals(column(steps, 0, 1)));
        for (Node reader : graph.consumers(node.name())) {
            rescaling.addToInput(reader.name(), node.name(), column(steps, 3, 1));
            rescaling.scaleInput(reader.name(), node.name(), column(steps, 2, 1));
        }
    }

    private static FloatTensor steps(String name, List<ActivationRange> ranges, List<ActivationRange.Results> results) {
        List<Double> values = new ArrayList<>();
        for (int channel = 0; channel < ranges.size(); channel++) {
            ActivationRange range = ranges.get(channel);
            ActivationRange.Results result = results.get(channel);
            values.addAll(List.of(range.step(), range.offset(), result.step(), result.offset()));
        }
        float[] floats = new float[values.size()];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = values.get(i).floatValue());
        return FloatTensor.matrix(name + ".steps", ranges.size(), Op.ChannelActivation.COLUMNS, floats);
    }

    /** A column of the steps, as binary32 has them, times a factor. */
    private static double[] column(FloatTensor steps, int column, double factor) {
        return IntStream.range(0, steps.rows())
                .mapToDouble(channel -> factor * steps.at(channel, column))
                .toArray();
    }

    private static double[] reciprocals(double[] values) {
        return DoubleStream.of(values).map(value -> 1 / value).toArray();
    }
}
