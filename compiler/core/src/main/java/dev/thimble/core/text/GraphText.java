package dev.thimble.core.text;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.List;

/** The float graph as text and back. */
public final class GraphText {
    private static final String KIND = "thimble float graph 1";
    private static final Operators<Op> OPERATORS = new Operators<>(Op.class);

    private GraphText() {}

    /** A graph as text and constants. */
    public static Printed print(Graph graph) {
        ConstantWriter constants = new ConstantWriter();
        List<NodeLine> lines =
                graph.nodes().stream().map(node -> line(node, constants)).toList();
        return GraphFile.print(KIND, graph.name(), graph.maxTokens(), lines, constants);
    }

    private static NodeLine line(Node node, ConstantWriter constants) {
        Op op = node.op();
        return new NodeLine(
                node.name(), OPERATORS.name(op), node.inputs(), OPERATORS.fields(op, constants), node.shape(), "");
    }

    /**
     * The graph that was printed.
     *
     * @throws dev.thimble.core.diag.ThimbleException for a text that is no graph's: THM-0832
     */
    public static Graph parse(Printed printed) {
        return GraphFile.parse(KIND, printed, GraphText::node, Graph::new);
    }

    private static Node node(NodeLine line, ConstantReader constants) {
        if (!line.tail().isEmpty()) {
            throw new IllegalArgumentException("this is not known: " + line.tail());
        }
        return new Node(line.name(), OPERATORS.read(line, constants), line.inputs(), line.shape());
    }
}
