package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * An attention between matrix products, and which of its heads and channels nobody needs:
 *
 * <ul>
 *   <li>a channel of the values, where it is the same for every token, for the softmax's weights sum to 1, or no product
 *       behind the attention has a weight for it; a head all of whose values are such goes as a whole;
 *   <li>a channel of queries and keys, where the query's is 0, or the key's is the same for every token and drops out of
 *       the softmax.
 * </ul>
 *
 * Heads have one width, of queries and keys as of values, so a head's channel goes where every head can spare one of both.
 */
record HeadChannels(Graph graph, Node attention, Op.Attention op) {

    private Node input(int index) {
        return graph.node(attention.inputs().get(index));
    }

    private Op.Linear product(int index) {
        return (Op.Linear) input(index).op();
    }

    Readers readers() {
        return new Readers(graph, attention);
    }

    int width() {
        return attention.shape().width() / op.heads();
    }

    boolean isBetweenProducts() {
        return new HashSet<>(attention.inputs()).size() == 3
                && attention.inputs().stream()
                        .allMatch(name -> graph.node(name).op() instanceof Op.Linear
                                && graph.consumers(name).size() == 1)
                && readers().areProducts();
    }

    /** Weights of queries, keys and values for one head. */
    long weights() {
        return (long) width()
                * IntStream.range(0, 3)
                        .map(index -> product(index).weight().columns())
                        .sum();
    }

    private boolean isMixed(int channel) {
        return !Matrices.isZeroRow(product(2).weight(), channel) && !readers().ignore(channel);
    }

    private boolean isCompared(int channel) {
        boolean isQuery = !Matrices.isZeroRow(product(0).weight(), channel)
                || product(0).bias().at(channel) != 0;
        return isQuery && !Matrices.isZeroRow(product(1).weight(), channel);
    }

    /** The graph without the heads and channels that nobody needs. */
    Graph narrowed() {
        if (!isBetweenProducts()) {
            return graph;
        }
        int[] heads = IntStream.range(0, op.heads())
                .filter(head -> count(head, this::isMixed) > 0)
                .toArray();
        int[] live = heads.length == 0 ? new int[] {0} : heads;
        int needed = Arrays.stream(heads)
                .map(head -> Math.max(count(head, this::isMixed), count(head, this::isCompared)))
                .max()
                .orElse(0);
        int width = Widths.ofHead(needed, width());
        return live.length < op.heads() || width < width() ? keeping(live, width) : graph;
    }

    private int count(int head, IntPredicate isNeeded) {
        return (int) IntStream.range(head * width(), (head + 1) * width())
                .filter(isNeeded)
                .count();
    }

    private int[] kept(int[] heads, IntPredicate isNeeded, int count) {
        return Arrays.stream(heads)
                .flatMap(head -> Arrays.stream(Kept.channels(head * width(), width(), isNeeded, count)))
                .toArray();
    }

    private Graph keeping(int[] heads, int width) {
        int[] compared = kept(heads, this::isCompared, width);
        int[] mixed = kept(heads, this::isMixed, width);
        List<Node> changed = new ArrayList<>(readers().without(mixed, this::constant));
        changed.add(new Node(
                attention.name(),
                new Op.Attention(heads.length, op.scale()),
                attention.inputs(),
                attention.shape().withWidth(mixed.length)));
        changed.add(keeping(0, compared));
        changed.add(keeping(1, compared));
        changed.add(keeping(2, mixed));
        return Matrices.replaced(graph, changed);
    }

    /** What attention makes of a channel of the values that is not needed; where it is no constant, nobody reads it. */
    private double constant(int channel) {
        return Matrices.isZeroRow(product(2).weight(), channel)
                ? product(2).bias().at(channel)
                : 0;
    }

    private Node keeping(int index, int[] kept) {
        Op.Linear linear = product(index);
        return new Node(
                input(index).name(),
                new Op.Linear(Matrices.rows(linear.weight(), kept), Matrices.part(linear.bias(), kept)),
                input(index).inputs(),
                input(index).shape().withWidth(kept.length));
    }
}
