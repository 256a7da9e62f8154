package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a graph has and a narrower one with the same nodes has not: rows of a matrix that went count to the channels that it
 * makes, columns to those that it reads, each weight once.
 */
final class Removals {
    private final Graph before;
    private final Graph after;
    private final Map<String, Long> weights = new HashMap<>();

    Removals(Graph before, Graph after) {
        this.before = before;
        this.after = after;
        before.nodes().forEach(this::count);
    }

    List<Removal> all() {
        return before.nodes().stream()
                .filter(node -> weights.containsKey(node.name()))
                .map(this::removal)
                .toList();
    }

    private Removal removal(Node node) {
        Node now = after.node(node.name());
        int heads = heads(node);
        boolean fewerHeads = heads(now) < heads;
        return new Removal(
                node.name(),
                fewerHeads ? RemovableUnit.HEAD : RemovableUnit.CHANNEL,
                fewerHeads ? heads : node.shape().width(),
                fewerHeads ? heads(now) : now.shape().width(),
                weights.get(node.name()));
    }

    private static int heads(Node node) {
        return node.op() instanceof Op.Attention op ? op.heads() : 0;
    }

    private int gone(Node node) {
        return node.shape().width() - after.node(node.name()).shape().width();
    }

    private void count(Node node) {
        if (node.op() instanceof Op.Linear op) {
            int columns = ((Op.Linear) after.node(node.name()).op()).weight().columns();
            add(node, (long) gone(node) * columns);
            node.inputs()
                    .forEach(input -> add(
                            before.node(input),
                            (long) gone(before.node(input)) * op.weight().rows()));
        }
        if (node.op() instanceof Op.DepthwiseConv1d op) {
            add(node, (long) gone(node) * op.weight().columns());
        }
        if (node.op() instanceof Op.Embedding op) {
            add(node, (long) gone(node) * op.table().rows());
        }
    }

    private void add(Node node, long gone) {
        if (gone > 0) {
            weights.merge(maker(node).name(), gone, Long::sum);
        }
    }

    /** What makes the channels that a node has; those of queries, keys and values are their attention's. */
    private Node maker(Node node) {
        if (ChannelRun.isByChannel(node.op())) {
            return maker(before.node(node.inputs().get(0)));
        }
        List<Node> readers = before.consumers(node.name());
        boolean isAttended = readers.size() == 1 && readers.get(0).op() instanceof Op.Attention;
        return isAttended ? readers.get(0) : node;
    }
}
