package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.RowReads;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values of a graph nothing reads beyond their first row. */
public final class FirstRows {
    private FirstRows() {}

    /** The names of those values. */
    public static Set<String> of(Graph graph) {
        Set<String> whole = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            for (int input = 0; input < node.inputs().size(); input++) {
                if (whole.contains(node.name()) || node.op().reads(input) == RowReads.ALL_ROWS) {
                    whole.add(node.inputs().get(input));
                }
            }
        }
        Set<String> first = new HashSet<>();
        nodes.stream().map(Node::name).filter(name -> !whole.contains(name)).forEach(first::add);
        return first;
    }
}
