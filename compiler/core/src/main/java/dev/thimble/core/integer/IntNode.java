package dev.thimble.core.integer;

import dev.thimble.core.ir.Shape;
import java.util.List;

/**
 * One operator application of the integer graph.
 *
 * @param name unique in its graph
 * @param op what is computed
 * @param inputs names of earlier nodes
 * @param shape the shape of the result
 * @param quantization what the result's integers stand for
 */
public record IntNode(String name, IntOp op, List<String> inputs, Shape shape, Quantization quantization) {
    /** Copies the list. */
    public IntNode {
        inputs = List.copyOf(inputs);
    }

    /** The same with another operator of the same shape. */
    public IntNode withOp(IntOp other) {
        return new IntNode(name, other, inputs, shape, quantization);
    }
}
