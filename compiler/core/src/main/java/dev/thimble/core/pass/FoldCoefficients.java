package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a weighted sum of matrix products a plain sum: the coefficients move into weights and biases, so that they cost
 * nothing. A weighted sum with a term that is no matrix product, or is also read elsewhere, stays.
 */
public final class FoldCoefficients implements Pass {

    @Override
    public Graph run(Graph graph) {
        Map<String, Op> replaced = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.WeightedSum sum && canFold(graph, node)) {
                fold(graph, node, sum, replaced);
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Op op = replaced.getOrDefault(node.name(), node.op());
            nodes.add(new Node(node.name(), op, node.inputs(), node.shape()));
        }
        return graph.withNodes(nodes);
    }

    private static boolean canFold(Graph graph, Node sum) {
        return sum.inputs().stream().distinct().count() == sum.inputs().size()
                && sum.inputs().stream()
                        .allMatch(input -> graph.node(input).op() instanceof Op.Linear
                                && graph.consumers(input).size() == 1);
    }

    private static void fold(Graph graph, Node node, Op.WeightedSum sum, Map<String, Op> replaced) {
        replaced.put(node.name(), new Op.Add());
        for (int i = 0; i < node.inputs().size(); i++) {
            Node term = graph.node(node.inputs().get(i));
            if (term.op() instanceof Op.Linear linear) {
                double coefficient = sum.coefficients().get(i);
                replaced.put(
                        term.name(),
                        new Op.Linear(scaled(linear.weight(), coefficient), scaled(linear.bias(), coefficient)));
            }
        }
    }

    private static FloatTensor scaled(FloatTensor tensor, double factor) {
        return tensor.with(i -> tensor.at(i) * factor);
    }
}
