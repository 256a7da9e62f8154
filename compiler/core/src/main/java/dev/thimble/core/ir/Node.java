package dev.thimble.core.ir;

import java.util.List;

/**
 * One operator application; it gives one value, which carries the node's name.
 *
 * @param name unique in its graph: lower-case words joined by dots, such as {@code layer.0.attention.query}
 * @param op what is computed
 * @param inputs names of earlier nodes, in the operator's order
 * @param shape the shape of the result
 */
public record Node(String name, Op op, List<String> inputs, Shape shape) {
    /** Copies the list. */
    public Node {
        inputs = List.copyOf(inputs);
    }
}
