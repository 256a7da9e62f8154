package dev.thimble.core.reference;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Runs the integer graph, one whole value after the other. It is the truth that the C is held against: every number it
 * computes is defined in docs/numerics.md. Thread-safe.
 */
public final class IntegerExecutor {
    private final IntGraph graph;
    private final IdentityHashMap<IntOp.Linear, LinearKernel> products = new IdentityHashMap<>();

    /** An executor of one graph. */
    public IntegerExecutor(IntGraph graph) {
        this.graph = graph;
        for (IntNode node : graph.nodes()) {
            if (node.op() instanceof IntOp.Linear linear) {
                products.put(linear, new LinearKernel(linear));
            }
        }
    }

    /** The logits' integers for 1 to maxTokens token ids. */
    public int[] logits(int[] ids) {
        return logits(ids, (node, matrix) -> {});
    }

    /** The same, and shows every value on the way. */
    public int[] logits(int[] ids, IntObserver observer) {
        if (ids.length < 1 || ids.length > graph.maxTokens()) {
            throw new IllegalArgumentException(ids.length + " tokens");
        }
        Map<String, Operand> values = new HashMap<>();
        for (IntNode node : graph.nodes()) {
            IntMatrix result = node.op()
                    .match(new NodeKernel(
                            node, ids, node.inputs().stream().map(values::get).toList(), products));
            values.put(node.name(), new Operand(result, node.quantization()));
            observer.value(node, result);
        }
        return values.get(graph.output().name()).matrix().row(0);
    }
}
