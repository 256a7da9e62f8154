package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.Arrays;

/**
 * Takes constants out of biases whose value pays for them with its range, where they change nothing or can move into a
 * later bias, which has 32 bits:
 *
 * <ul>
 *   <li>the bias of keys: q · (k_j + b) = q · k_j + q · b, and what is the same for every token drops out of the softmax;
 *   <li>the bias of values: the softmax's weights sum to 1, so Σ p_j (v_j + b) = Σ p_j v_j + b, which moves on into the
 *       matrix product behind the attention;
 *   <li>of any other bias the mean over its channels, where all that read the value are matrix products, W · (x + c · 1) =
 *       W · x + c · W · 1, or norms that subtract it again.
 * </ul>
 */
public final class MoveOffsets implements Pass {

    @Override
    public Graph run(Graph graph) {
        Offsets offsets = new Offsets(graph);
        for (Node node : graph.nodes()) {
            move(graph, node, offsets);
        }
        return offsets.result();
    }

    private static void move(Graph graph, Node node, Offsets offsets) {
        offsets.bias(node).ifPresent(bias -> {
            double[] constant = onlyKeysAndValues(graph, node) ? bias : common(bias);
            if (Arrays.stream(constant).anyMatch(value -> value != 0)) {
                offsets.moveOut(node, constant);
            }
        });
    }

    private static boolean onlyKeysAndValues(Graph graph, Node node) {
        return graph.consumers(node.name()).stream().allMatch(reader -> reader.op() instanceof Op.Attention)
                && node.op() instanceof Op.Linear;
    }

    private static double[] common(double[] bias) {
        double sum = 0;
        for (double value : bias) {
            sum += value;
        }
        double[] common = new double[bias.length];
        Arrays.fill(common, sum / bias.length);
        return common;
    }
}
