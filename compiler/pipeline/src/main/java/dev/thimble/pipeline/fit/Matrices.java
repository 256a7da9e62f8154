package dev.thimble.pipeline.fit;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.quant.MeanBits;
import java.util.List;

/**
 * The matrices of a model.
 *
 * @param products as they are now
 */
record Matrices(List<IntOp.Linear> products) {
    /** Copies the list. */
    Matrices {
        products = List.copyOf(products);
    }

    /** Those of a graph. */
    static Matrices of(IntGraph graph) {
        return new Matrices(graph.nodes().stream()
                .map(IntNode::op)
                .filter(IntOp.Linear.class::isInstance)
                .map(IntOp.Linear.class::cast)
                .toList());
    }

    /** Bytes that they take in so many bits more than now. */
    long more(MeanBits bits) {
        return bits.of(weights()) / Byte.SIZE - bytes();
    }

    private long weights() {
        return products.stream().mapToLong(op -> op.weight().size()).sum();
    }

    private long bytes() {
        return products.stream().mapToLong(Matrices::bytes).sum();
    }

    private static long bytes(IntOp.Linear op) {
        return (long) op.weight().size() * (op.isNarrow() ? NarrowWeights.BITS : Byte.SIZE) / Byte.SIZE;
    }
}
