package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Takes from embedding tables and matrices what the LayerNorm behind them takes away again. A LayerNorm subtracts a
 * row's mean, so LN(x + c · 1) = LN(x) for any number c, one for each row; and where x is a sum, the same holds for each
 * of its terms. So a term may lose its own mean: a looked-up row r becomes r - mean(r) · 1, and of W · y + b, whose mean
 * is mean(columns of W) · y + mean(b), every column of W loses its mean. (The bias: {@link MoveOffsets}.) Eight bits
 * then hold what counts.
 */
public final class CentreBeforeNorms implements Pass {

    @Override
    public Graph run(Graph graph) {
        Set<String> ignored = ignored(graph);
        return graph.withNodes(graph.nodes().stream()
                .map(node -> ignored.contains(node.name()) ? centred(node) : node)
                .toList());
    }

    /** The values of which nothing reads a row's mean. */
    private static Set<String> ignored(Graph graph) {
        Set<String> ignored = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            List<Node> readers = graph.consumers(nodes.get(i).name());
            if (!readers.isEmpty() && readers.stream().allMatch(reader -> ignoresMeans(reader, ignored))) {
                ignored.add(nodes.get(i).name());
            }
        }
        return ignored;
    }

    private static boolean ignoresMeans(Node reader, Set<String> ignored) {
        boolean handsOn = reader.op() instanceof Op.Add
                || reader.op() instanceof Op.WeightedSum
                || reader.op() instanceof Op.Pool
                || reader.op() instanceof Op.Mean;
        return reader.op() instanceof Op.LayerNorm || (handsOn && ignored.contains(reader.name()));
    }

    private static Node centred(Node node) {
        if (node.op() instanceof Op.Embedding embedding) {
            Op op = new Op.Embedding(embedding.source(), rowsCentred(embedding.table()));
            return new Node(node.name(), op, node.inputs(), node.shape());
        }
        if (node.op() instanceof Op.Linear linear) {
            Op op = new Op.Linear(columnsCentred(linear.weight()), linear.bias());
            return new Node(node.name(), op, node.inputs(), node.shape());
        }
        return node;
    }

    private static FloatTensor rowsCentred(FloatTensor table) {
        double[] means = IntStream.range(0, table.rows())
                .mapToDouble(row -> mean(table, row * table.columns(), 1, table.columns()))
                .toArray();
        return table.with(i -> table.at(i) - means[i / table.columns()]);
    }

    private static FloatTensor columnsCentred(FloatTensor weight) {
        double[] means = IntStream.range(0, weight.columns())
                .mapToDouble(column -> mean(weight, column, weight.columns(), weight.rows()))
                .toArray();
        return weight.with(i -> weight.at(i) - means[i % weight.columns()]);
    }

    private static double mean(FloatTensor tensor, int from, int step, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += tensor.at(from + i * step);
        }
        return sum / count;
    }
}
