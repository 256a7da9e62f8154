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

    /** The graph that was printed. */
    public static IntGraph parse(Printed printed) {
        GraphFile file = GraphFile.parse(KIND, printed);
        List<IntNode> nodes =
                file.nodes().stream().map(line -> node(line, file.constants())).toList();
        return new IntGraph(file.name(), file.maxTokens(), nodes);
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
        return new Quantization(
                Precision.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Double.parseDouble(words[1]),
                Integer.parseInt(words[2]));
    }
}
