package dev.thimble.core.equalize;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Moves a factor for each channel from one operator to the next, so that a channel with a large gain does not take the
 * 8-bit range away from the others. The float function stays as it is. Four places allow it:
 *
 * <ul>
 *   <li>query against key: only their product counts;
 *   <li>value against the matrix product behind the attention;
 *   <li>a matrix product, ReLU, and the matrix product behind it: ReLU commutes with positive factors;
 *   <li>a norm's gain against all that read it, where those are matrix products, convolutions, and an attention whose
 *       keys and values it is.
 * </ul>
 *
 * The factor is (activation range / weight range)^1/2: cross-layer equalisation (Nagel et al. 2019, arXiv 1906.04721,
 * eq. 11) with the calibrated activations of SmoothQuant (Xiao et al. 2023, arXiv 2211.10438, eq. 4, α = 1/2). Whatever
 * factor a model came with cancels out of it.
 */
public final class EqualizeChannels {
    private final Graph graph;
    private final Calibration calibration;
    private final Rescaling rescaling;

    private EqualizeChannels(Graph graph, Calibration calibration) {
        this.graph = graph;
        this.calibration = calibration;
        this.rescaling = new Rescaling(graph);
    }

    /** The equalised graph; calibration must have seen this very graph. */
    public static Graph run(Graph graph, Calibration calibration) {
        EqualizeChannels pass = new EqualizeChannels(graph, calibration);
        graph.nodes().forEach(pass::equalize);
        return pass.rescaling.result();
    }

    /**
     * The graph whose norms have results of one range in all channels, their readers' weights being left with what these
     * had: 8-bit weights have a scale for each row, and more to spare than values with one scale for all.
     */
    public static Graph levelNorms(Graph graph, Calibration calibration) {
        EqualizeChannels pass = new EqualizeChannels(graph, calibration);
        graph.nodes().stream().filter(EqualizeChannels::isNorm).forEach(pass::level);
        return pass.rescaling.result();
    }

    private static boolean isNorm(Node node) {
        return node.op() instanceof Op.RmsNorm || node.op() instanceof Op.LayerNorm;
    }

    private void level(Node norm) {
        List<Node> readers = graph.consumers(norm.name());
        if (canTakeFactors(norm, readers)) {
            give(norm, readers, Magnitudes.levels(ranges(norm.name())));
        }
    }

    private void equalize(Node node) {
        if (node.op() instanceof Op.Attention) {
            equalizeQueryAndKey(node);
            equalizeValue(node);
        } else if (node.op() instanceof Op.Activation activation && activation.kind() == ActivationKind.RELU) {
            equalizeRelu(node);
        } else if (isNorm(node)) {
            equalizeNorm(node);
        }
    }

    private void equalizeQueryAndKey(Node attention) {
        String query = attention.inputs().get(0);
        String key = attention.inputs().get(1);
        if (isOnlyReadBy(query, attention) && isOnlyReadBy(key, attention) && !query.equals(key)) {
            double[] factors = Magnitudes.balance(ranges(query), ranges(key));
            rescaling.scaleOutput(query, Magnitudes.inverse(factors));
            rescaling.scaleOutput(key, factors);
        }
    }

    private void equalizeValue(Node attention) {
        String value = attention.inputs().get(2);
        Optional<Node> behind = onlyLinearBehind(attention);
        if (behind.isPresent() && isOnlyReadBy(value, attention)) {
            move(value, attention, behind.get());
        }
    }

    private void equalizeRelu(Node relu) {
        Node before = graph.node(relu.inputs().get(0));
        Optional<Node> behind = onlyLinearBehind(relu);
        if (behind.isPresent() && isOnlyReadBy(before.name(), relu)) {
            move(before.name(), relu, behind.get());
        }
    }

    /** From a matrix product to the one that reads what an operator in between makes of it. */
    private void move(String from, Node between, Node to) {
        double[] factors = Magnitudes.balance(ranges(from), columns(to, between.name()));
        rescaling.scaleOutput(from, Magnitudes.inverse(factors));
        rescaling.scaleInput(to.name(), between.name(), factors);
    }

    /** Whether a value comes from a matrix product and only this node reads it, once. */
    private boolean isOnlyReadBy(String value, Node reader) {
        long uses = reader.inputs().stream().filter(value::equals).count();
        return graph.node(value).op() instanceof Op.Linear
                && graph.consumers(value).size() == 1
                && uses == 1;
    }

    private Optional<Node> onlyLinearBehind(Node node) {
        List<Node> consumers = graph.consumers(node.name());
        return consumers.size() == 1 && consumers.get(0).op() instanceof Op.Linear
                ? Optional.of(consumers.get(0))
                : Optional.empty();
    }

    private void equalizeNorm(Node norm) {
        List<Node> readers = graph.consumers(norm.name());
        if (!canTakeFactors(norm, readers)) {
            return;
        }
        Optional<double[]> weights = readers.stream()
                .flatMap(reader -> weights(norm, reader).stream())
                .reduce(Magnitudes::mean);
        if (weights.isEmpty()) {
            return;
        }
        give(norm, readers, Magnitudes.balance(ranges(norm.name()), weights.get()));
    }

    private void give(Node norm, List<Node> readers, double[] factors) {
        rescaling.scaleOutput(norm.name(), Magnitudes.inverse(factors));
        readers.forEach(reader -> giveFactors(norm, reader, factors));
    }

    private boolean canTakeFactors(Node norm, List<Node> readers) {
        return !readers.isEmpty() && readers.stream().allMatch(reader -> canTakeFactors(norm, reader));
    }

    private boolean canTakeFactors(Node norm, Node reader) {
        if (reader.op() instanceof Op.Attention) {
            return reader.inputs().subList(1, 3).equals(List.of(norm.name(), norm.name()))
                    && isOnlyReadBy(reader.inputs().get(0), reader)
                    && onlyLinearBehind(reader).isPresent();
        }
        return reader.op() instanceof Op.Linear || reader.op() instanceof Op.DepthwiseConv1d;
    }

    /** How large a reader's side of the balance is; a convolution has a scale for each channel and does not care. */
    private Optional<double[]> weights(Node norm, Node reader) {
        if (reader.op() instanceof Op.Attention) {
            Node behind = onlyLinearBehind(reader).orElseThrow();
            return Optional.of(Magnitudes.mean(ranges(reader.inputs().get(0)), columns(behind, reader.name())));
        }
        return reader.op() instanceof Op.Linear ? Optional.of(columns(reader, norm.name())) : Optional.empty();
    }

    private void giveFactors(Node norm, Node reader, double[] factors) {
        if (reader.op() instanceof Op.Attention) {
            rescaling.scaleOutput(reader.inputs().get(0), factors);
            rescaling.scaleInput(onlyLinearBehind(reader).orElseThrow().name(), reader.name(), factors);
        } else {
            rescaling.scaleInput(reader.name(), norm.name(), factors);
        }
    }

    /** The largest |weight| of each column of a matrix product that one of its inputs meets. */
    private double[] columns(Node product, String input) {
        if (!(rescaling.op(product.name()) instanceof Op.Linear linear)) {
            throw new IllegalArgumentException(product.name());
        }
        int from = product.inputs().stream()
                .takeWhile(other -> !other.equals(input))
                .mapToInt(other -> graph.node(other).shape().width())
                .sum();
        double[] all = Magnitudes.ofColumns(linear.weight());
        return Arrays.copyOfRange(all, from, from + graph.node(input).shape().width());
    }

    private double[] ranges(String node) {
        int width = graph.node(node).shape().width();
        return IntStream.range(0, width)
                .mapToDouble(column -> calibration.of(node).columnMagnitude(column))
                .toArray();
    }
}
