package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes two matrix products in a row one, B · (A · x + a) + b = (B · A) · x + (B · a + b), where nothing else reads the
 * value in between and the product has no more weights than the two had.
 */
public final class ComposeLinears implements Pass {

    @Override
    public Graph run(Graph graph) {
        return Pass.aroundEach(graph, ComposeLinears::compose);
    }

    private static Graph compose(Graph graph, String name) {
        Node outer = graph.node(name);
        Optional<Node> inner = innerOf(graph, outer);
        if (inner.isEmpty()) {
            return graph;
        }
        Node composed = new Node(
                name,
                composed(name, (Op.Linear) outer.op(), (Op.Linear) inner.get().op()),
                inner.get().inputs(),
                outer.shape());
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(nodes.indexOf(outer), composed);
        nodes.remove(inner.get());
        return graph.withNodes(nodes);
    }

    /** The matrix product whose value only this one reads, if it is worth its while. */
    private static Optional<Node> innerOf(Graph graph, Node outer) {
        return outer.inputs().stream()
                .map(graph::node)
                .filter(inner -> outer.op() instanceof Op.Linear b
                        && outer.inputs().size() == 1
                        && inner.op() instanceof Op.Linear a
                        && graph.consumers(inner.name()).size() == 1
                        && b.weight().rows() * a.weight().columns()
                                <= b.weight().size() + a.weight().size())
                .findFirst();
    }

    private static Op.Linear composed(String name, Op.Linear outer, Op.Linear inner) {
        FloatTensor weight = Matrices.product(name + ".weight", outer.weight(), inner.weight());
        return new Op.Linear(weight, Matrices.productPlus(name + ".bias", outer.weight(), inner.bias(), outer.bias()));
    }
}
