package dev.thimble.core.integer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The labels of a graph that ends with a matrix product, which has a row of weights for each. */
public final class LabelRows {
    private LabelRows() {}

    /**
     * The graph with so many labels: rows of zeros come behind the last label's, or the last rows go. The logits of all
     * labels that both graphs have are the same.
     *
     * @param labels at least 1
     * @throws IllegalArgumentException where a graph of another number of labels does not end with a matrix product
     */
    public static IntGraph resized(IntGraph graph, int labels) {
        IntNode last = graph.output();
        if (last.shape().width() == labels) {
            return graph;
        }
        if (!(last.op() instanceof IntOp.Linear head)) {
            throw new IllegalArgumentException(last.name() + " has no row for each label");
        }
        return graph.withOutput(new IntNode(
                last.name(),
                resized(head, labels),
                last.inputs(),
                last.shape().withWidth(labels),
                last.quantization()));
    }

    private static IntOp.Linear resized(IntOp.Linear head, int labels) {
        Requantizer requantizer = head.requantizer();
        return new IntOp.Linear(
                resized(head.weight(), labels),
                resized(head.bias(), labels),
                new Requantizer(requantizer.shift(), resized(requantizer.multipliers(), labels)),
                head.bits());
    }

    private static IntTensor resized(IntTensor tensor, int rows) {
        List<Integer> dims = new ArrayList<>(tensor.dims());
        dims.set(0, rows);
        int[] values = Arrays.copyOf(tensor.toArray(), rows * tensor.columns());
        return IntTensor.of(tensor.name(), tensor.precision(), dims, values);
    }
}
