package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values of a graph nothing reads beyond their first row. */
final class FirstRows {
    private FirstRows() {}

    /** The names of those values. */
    static Set<String> of(Graph graph) {
        Set<String> whole = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (whole.contains(node.name())) {
                whole.addAll(node.inputs());
            } else if (node.op() instanceof Op.Attention) {
                whole.addAll(node.inputs().subList(1, 3));
            }
        }
        Set<String> first = new HashSet<>();
        nodes.stream().map(Node::name).filter(name -> !whole.contains(name)).forEach(first::add);
        return first;
    }
}
