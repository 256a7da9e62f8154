package dev.thimble.pipeline.fit;

import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.verify.data.EvenSample;
import java.util.List;

/**
 * Refuses a model that cannot fit before time is spent on its scales: bytes hardly depend on them, so a glance at a few
 * sequences is enough to plan its memory.
 *
 * @param selection what decides whether a graph fits
 * @param graph the folded float graph
 * @param inputs what it would be calibrated on
 * @param constants takes what is found for constants
 */
public record Forecast(Selection selection, Graph graph, List<List<Integer>> inputs, ConstantScales constants) {
    private static final int GLANCE = 4;

    /**
     * Ends with the obstacles and remedies where not even the smallest form of the model fits; with the factors of
     * embedding rows where the options allow them, so that a remedy is enough if calibration chooses them.
     *
     * @param options what the user allows
     */
    public void check(QuantizerOptions options) {
        try {
            IntGraph least = smallest();
            if (!selection.fits(least)) {
                selection.check(least, options.rowScales() ? rowsOfTables() : 0);
            }
        } catch (ThimbleException e) {
            if (e.diagnostic().problem() instanceof MemoryProblem) {
                throw e;
            }
            // So few sequences may tell too little for scales. Calibration will show whether there are any.
        }
    }

    private IntGraph smallest() {
        List<int[]> glance = EvenSample.over(inputs, GLANCE).stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return Quantizer.quantize(
                withEmptyTables(),
                Calibration.of(graph, new OrderedExecutor(graph), glance, constants),
                new QuantizerOptions(false, false, false, false));
    }

    /** Tables of embeddings are large, and the search for their scales long; their size does not depend on it. */
    private Graph withEmptyTables() {
        return graph.withNodes(graph.nodes().stream()
                .map(node -> new Node(node.name(), withEmptyTable(node.op()), node.inputs(), node.shape()))
                .toList());
    }

    private static Op withEmptyTable(Op op) {
        return op instanceof Op.Embedding embedding
                ? new Op.Embedding(embedding.source(), embedding.table().with(i -> 0))
                : op;
    }

    /** Rows with scales of their own take a byte each. */
    private long rowsOfTables() {
        return graph.nodes().stream()
                .map(Node::op)
                .filter(Op.Embedding.class::isInstance)
                .mapToLong(op -> ((Op.Embedding) op).table().rows())
                .sum();
    }
}
