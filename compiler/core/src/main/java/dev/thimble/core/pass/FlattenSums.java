package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Makes a sum that only another sum reads part of it: one pass over the values, and one rounding less. */
public final class FlattenSums implements Pass {

    @Override
    public Graph run(Graph graph) {
        return Pass.aroundEach(graph, FlattenSums::flatten);
    }

    private static Graph flatten(Graph graph, String name) {
        Node sum = graph.node(name);
        if (!(sum.op() instanceof Op.Add)) {
            return graph;
        }
        List<Node> inner = sum.inputs().stream()
                .map(graph::node)
                .filter(term -> term.op() instanceof Op.Add
                        && graph.consumers(term.name()).size() == 1)
                .toList();
        List<String> terms = sum.inputs().stream()
                .flatMap(term -> inner.stream().anyMatch(node -> node.name().equals(term))
                        ? graph.node(term).inputs().stream()
                        : Stream.of(term))
                .toList();
        if (inner.isEmpty() || new HashSet<>(terms).size() < terms.size()) {
            return graph;
        }
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(nodes.indexOf(sum), new Node(name, new Op.Add(), terms, sum.shape()));
        nodes.removeAll(inner);
        return graph.withNodes(nodes);
    }
}
