package dev.thimble.core.train;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What follows the attention of a model's last layer. It works on each token for itself, and so is computed for the
 * first one only where nothing else is asked for.
 *
 * @param nodes in order
 * @param features other values that they read, in order
 */
record Tail(List<IntNode> nodes, List<IntNode> features) {
    Tail {
        nodes = List.copyOf(nodes);
        features = List.copyOf(features);
    }

    /** The tail of a graph; without nodes where it has no attention. */
    static Tail of(IntGraph graph) {
        Set<String> mixed = new HashSet<>();
        Set<String> behind = new HashSet<>();
        for (IntNode node : graph.nodes()) {
            if (mixes(node, mixed)) {
                mixed.add(node.name());
                behind.removeAll(before(graph, node));
            } else if (node.inputs().stream().anyMatch(input -> mixed.contains(input) || behind.contains(input))) {
                behind.add(node.name());
            }
        }
        return of(graph, behind);
    }

    private static Tail of(IntGraph graph, Set<String> behind) {
        List<IntNode> nodes = graph.nodes().stream()
                .filter(node -> behind.contains(node.name()))
                .toList();
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        List<IntNode> features = graph.nodes().stream()
                .filter(node -> read.contains(node.name()) && !behind.contains(node.name()))
                .toList();
        return new Tail(nodes, features);
    }

    /** Attention, and heads of it side by side. */
    private static boolean mixes(IntNode node, Set<String> mixed) {
        return node.op() instanceof IntOp.Attention
                || (node.op() instanceof IntOp.Concat && mixed.containsAll(node.inputs()));
    }

    /** All that a node's value follows from. */
    private static Set<String> before(IntGraph graph, IntNode node) {
        Set<String> found = new HashSet<>();
        Deque<String> rest = new ArrayDeque<>(node.inputs());
        while (!rest.isEmpty()) {
            String value = rest.remove();
            if (found.add(value)) {
                rest.addAll(graph.node(value).inputs());
            }
        }
        return found;
    }
}
