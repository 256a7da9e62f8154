package dev.thimble.core.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The constants of a float graph. */
public final class GraphTensors {
    private GraphTensors() {}

    /** Every tensor once, in the order of the nodes. */
    public static List<FloatTensor> of(Graph graph) {
        Set<FloatTensor> tensors = new LinkedHashSet<>();
        graph.nodes().forEach(node -> tensors.addAll(node.op().tensors()));
        return List.copyOf(tensors);
    }
}
