package dev.thimble.core.text;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import java.util.List;
import java.util.Locale;

/** The integer graph as text and back. */
public final class IntGraphText {
    private static final String KIND = "thimble integer graph 1";
    private static final Operators<IntOp> OPERATORS = new Operators<>(IntOp.class);

    private IntGraphText() {}

    /** A graph as text and constants. */
    public static Printed print(IntGraph graph) {
        ConstantWriter constants = new ConstantWriter();
        List<NodeLine> lines =
                graph.nodes().stream().map(node -> line(node, constants)).toList();
        return GraphFile.print(KIND, graph.name(), graph.maxTokens(), lines, constants);
    }

    private static NodeLine line(IntNode node, ConstantWriter constants) {
        return new NodeLine(
                node.name(),
                OPERATORS.name(node.op()),
                node.inputs(),
                OPERATORS.fields(node.op(), constants),
                node.shape(),
                tail(node.quantization()));
    }

    /**
     * The graph that was printed.
     *
     * @throws dev.thimble.core.diag.ThimbleException for a text that is no graph's: THM-0832
     */
    public static IntGraph parse(Printed printed) {
        return GraphFile.parse(KIND, printed, IntGraphText::node, IntGraph::new);
    }

    private static IntNode node(NodeLine line, ConstantReader constants) {
        IntOp op = OPERATORS.read(line, constants);
        return new IntNode(line.name(), op, line.inputs(), line.shape(), quantization(line.tail()));
    }

    private static String tail(Quantization quantization) {
        return quantization.precision().name().toLowerCase(Locale.ROOT) + " " + Decimals.of(quantization.scale()) + " "
                + quantization.zeroPoint();
    }

    private static Quantization quantization(String tail) {
        String[] words = tail.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("not a quantisation: " + tail);
        }
        return new Quantization(
                Precision.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Double.parseDouble(words[1]),
                Integer.parseInt(words[2]));
    }
}
