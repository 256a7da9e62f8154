package dev.thimble.pipeline.fit;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.verify.data.EvenSample;
import java.util.List;
import java.util.Optional;

/**
 * What a model will need at least, known before time is spent on its scales: bytes hardly depend on them, so a glance at
 * a few sequences is enough to plan its memory.
 *
 * @param graph the folded float graph
 * @param inputs what it would be calibrated on
 * @param constants takes what is found for constants
 * @param bits of token embeddings
 */
public record Forecast(Graph graph, List<List<Integer>> inputs, ConstantScales constants, MeanBits bits) {
    private static final int GLANCE = 4;

    /** More than the kernels of a model, its functions and its stack take on any core. */
    public static final long CODE_AND_STACK = 40 << 10;

    /** Copies the list. */
    public Forecast {
        inputs = List.copyOf(inputs);
    }

    /**
     * Ends with the obstacles and remedies where not even the smallest forms of the models fit; with the factors of
     * embedding rows where the options allow them, so that a remedy is enough if calibration chooses them.
     *
     * @param fit what decides whether they fit
     * @param models of the firmware
     * @param options what the user allows
     */
    public static void check(Fit fit, List<Forecast> models, QuantizerOptions options) {
        List<IntGraph> least =
                models.stream().flatMap(model -> model.smallest().stream()).toList();
        if (least.size() == models.size()) {
            fit.check(
                    least,
                    options.rowScales()
                            ? models.stream().mapToLong(Forecast::rowsOfTables).sum()
                            : 0);
        }
    }

    /**
     * The most bits of token embeddings with which the models fit, code and stack included as far as they can be known
     * before there is any; the fewest where that is not enough.
     *
     * @param fit what decides whether they fit
     * @param models of the firmware
     */
    public static MeanBits embeddingBits(Fit fit, List<Forecast> models) {
        List<IntGraph> graphs =
                models.stream().flatMap(model -> model.smallest().stream()).toList();
        return fit.embeddingBits(graphs, CODE_AND_STACK).orElse(MeanBits.LEAST);
    }

    /** The same with so many bits. */
    public Forecast with(MeanBits other) {
        return new Forecast(graph, inputs, constants, other);
    }

    /** Nothing where so few sequences tell too little for scales: calibration will show whether there are any. */
    private Optional<IntGraph> smallest() {
        try {
            return Optional.of(quantized());
        } catch (ThimbleException e) {
            return Optional.empty();
        }
    }

    private IntGraph quantized() {
        List<int[]> glance = EvenSample.over(inputs, GLANCE).stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return Quantizer.quantize(
                withEmptyTables(),
                Calibration.of(graph, new OrderedExecutor(graph), glance, constants),
                new QuantizerOptions(false, false, false, false).withEmbeddingBits(bits));
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
