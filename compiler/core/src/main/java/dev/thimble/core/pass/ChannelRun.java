package dev.thimble.core.pass;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A matrix product or a table, what works on its value channel by channel, and the matrix products that read the end of
 * it: the hidden channels of a feed-forward part, or the columns of a narrow embedding.
 *
 * @param graph that all of it belongs to
 * @param source what makes the channels
 * @param links each the only reader of the one before it
 */
record ChannelRun(Graph graph, Node source, List<Node> links) {

    /** What begins at a node, if a run does. */
    static Optional<ChannelRun> from(Graph graph, Node source) {
        if (!(source.op() instanceof Op.Linear || source.op() instanceof Op.Embedding)) {
            return Optional.empty();
        }
        List<Node> links = new ArrayList<>();
        Optional<Node> next = next(graph, source);
        while (next.isPresent()) {
            links.add(next.get());
            next = next(graph, next.get());
        }
        ChannelRun run = new ChannelRun(graph, source, List.copyOf(links));
        return Optional.of(run).filter(found -> found.readers().areProducts());
    }

    private static Optional<Node> next(Graph graph, Node node) {
        List<Node> readers = graph.consumers(node.name());
        return readers.size() == 1 && isByChannel(readers.get(0).op()) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    static boolean isByChannel(Op op) {
        return op instanceof Op.Activation
                || op instanceof Op.DepthwiseConv1d
                || op instanceof Op.Pool
                || op instanceof Op.Mean;
    }

    Node end() {
        return links.isEmpty() ? source : links.get(links.size() - 1);
    }

    Readers readers() {
        return new Readers(graph, end());
    }

    int width() {
        return source.shape().width();
    }

    /** Weights of the source and of all links for all channels. */
    long weights() {
        return weights(source) + links.stream().mapToLong(ChannelRun::weights).sum();
    }

    private static long weights(Node node) {
        return node.op() instanceof Op.Linear || node.op() instanceof Op.DepthwiseConv1d
                ? node.op().tensors().get(0).size()
                : 0;
    }

    /** The graph without the channels that nobody needs. */
    Graph narrowed() {
        double[] constants = constants();
        boolean[] needed = needed(constants);
        int count = (int)
                IntStream.range(0, width()).filter(channel -> needed[channel]).count();
        int[] kept = Kept.channels(0, width(), channel -> needed[channel], Widths.ofValue(count, width()));
        return kept.length < width() ? keeping(kept, constants) : graph;
    }

    /** A channel of the source goes when all go that a convolution makes of it. */
    private boolean[] needed(double[] constants) {
        boolean[] needed = new boolean[width()];
        int each = constants.length / width();
        for (int channel = 0; channel < constants.length; channel++) {
            needed[channel / each] |=
                    Double.isNaN(constants[channel]) && !readers().ignore(channel);
        }
        return needed;
    }

    /** What each channel of the end is, whatever the input; NaN where that depends on it. */
    private double[] constants() {
        double[] constants = source.op() instanceof Op.Linear linear
                ? constants(linear)
                : constants(((Op.Embedding) source.op()).table());
        for (Node link : links) {
            constants = through(link, constants);
        }
        return constants;
    }

    private static double[] constants(Op.Linear op) {
        return IntStream.range(0, op.weight().rows())
                .mapToDouble(
                        row -> Matrices.isZeroRow(op.weight(), row) ? op.bias().at(row) : Double.NaN)
                .toArray();
    }

    private static double[] constants(FloatTensor table) {
        return IntStream.range(0, table.columns())
                .mapToDouble(column ->
                        IntStream.range(1, table.rows()).allMatch(row -> table.at(row, column) == table.at(0, column))
                                ? table.at(0, column)
                                : Double.NaN)
                .toArray();
    }

    private static double[] through(Node link, double[] constants) {
        if (link.op() instanceof Op.Activation activation) {
            return Arrays.stream(constants)
                    .map(x -> Double.isNaN(x) ? x : Activations.apply(activation.kind(), x))
                    .toArray();
        }
        return link.op() instanceof Op.DepthwiseConv1d op ? convolved(op, constants) : constants;
    }

    /** Before the first token there are zeros, so that no other constant stays one. */
    private static double[] convolved(Op.DepthwiseConv1d op, double[] constants) {
        int each = op.weight().rows() / constants.length;
        return IntStream.range(0, op.weight().rows())
                .mapToDouble(channel -> constants[channel / each] == 0 || Matrices.isZeroRow(op.weight(), channel)
                        ? op.bias().at(channel)
                        : Double.NaN)
                .toArray();
    }

    private Graph keeping(int[] kept, double[] constants) {
        List<Node> changed = new ArrayList<>(readers()
                .without(of(end(), kept), channel -> Double.isNaN(constants[channel]) ? 0 : constants[channel]));
        changed.add(keeping(source, kept));
        links.forEach(link -> changed.add(keeping(link, of(link, kept))));
        return Matrices.replaced(graph, changed);
    }

    /** The channels of a node that the kept ones of the source become. */
    private int[] of(Node node, int[] kept) {
        int each = node.shape().width() / width();
        return Arrays.stream(kept)
                .flatMap(channel -> IntStream.range(channel * each, (channel + 1) * each))
                .toArray();
    }

    private static Node keeping(Node node, int[] kept) {
        return new Node(
                node.name(),
                keeping(node.op(), kept),
                node.inputs(),
                node.shape().withWidth(kept.length));
    }

    private static Op keeping(Op op, int[] kept) {
        if (op instanceof Op.Linear linear) {
            return new Op.Linear(Matrices.rows(linear.weight(), kept), Matrices.part(linear.bias(), kept));
        }
        if (op instanceof Op.DepthwiseConv1d convolution) {
            return new Op.DepthwiseConv1d(
                    Matrices.rows(convolution.weight(), kept), Matrices.part(convolution.bias(), kept));
        }
        return op instanceof Op.Embedding embedding
                ? new Op.Embedding(embedding.source(), Matrices.columns(embedding.table(), kept))
                : op;
    }
}
