package dev.thimble.pipeline.fit;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.pipeline.precision.BitCosts;
import dev.thimble.verify.data.EvenSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model will need at least, known before time is spent on its scales: bytes hardly depend on them, so a glance at
 * a few sequences is enough to plan its memory.
 *
 * @param graph the folded float graph
 * @param inputs what it would be calibrated on
 * @param constants takes what is found for constants
 * @param bits of weights; those of matrices are taken off what they take in 8
 */
public record Forecast(Graph graph, List<List<Integer>> inputs, ConstantScales constants, WeightBits bits) {
    private static final int GLANCE = 4;

    /** A step is looked at by itself where it saves at least this part of all weights. */
    private static final int WORTH_A_LOOK = 16;

    /** More than the kernels of a model and its functions take on any core. */
    static final long CODE = 36 << 10;

    /** More than its stack takes. */
    static final long STACK = 4 << 10;

    /** Both. */
    public static final long CODE_AND_STACK = CODE + STACK;

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
                            : 0,
                    models.stream().mapToLong(Forecast::savedAtMost).sum());
        }
    }

    /** Whether the models fit with the bits that they have, code and stack included as far as they can be known. */
    public static boolean fits(Fit fit, List<Forecast> models) {
        WeightBits most = models.get(0).bits;
        Ladder none = new Ladder(models.size(), List.of());
        return weightBits(fit, models, none, most).isPresent();
    }

    /**
     * The first rung with which the models fit, code and stack included as far as they can be known before there is any:
     * those bytes go first that cost the logits least. Nothing where not even the fewest bits are enough.
     *
     * @param fit what decides whether they fit
     * @param models of the firmware
     * @param costs of each of them
     * @param asked no more than these
     * @return the bits of each
     */
    public static Optional<List<WeightBits>> weightBits(
            Fit fit, List<Forecast> models, List<BitCosts> costs, WeightBits asked) {
        return weightBits(fit, models, ladder(models, costs), asked);
    }

    /**
     * The bits of one model by the costs of its parts, from 8 to the fewest, in the order in which they would go; without
     * those that save next to nothing more than the ones before.
     *
     * @param asked no more than these
     */
    public static List<WeightBits> turns(Forecast model, BitCosts costs, WeightBits asked) {
        List<WeightBits> turns = new ArrayList<>();
        long worth = model.bytes(WeightBits.ALL, costs) / WORTH_A_LOOK;
        long last = Long.MAX_VALUE;
        for (List<WeightBits> turn : ladder(List.of(model), List.of(costs)).turns()) {
            WeightBits bits = turn.get(0).atMost(asked);
            long bytes = model.bytes(bits, costs);
            if (last - bytes >= worth) {
                turns.add(bits);
                last = bytes;
            }
        }
        turns.add(WeightBits.LEAST.atMost(asked));
        return turns.stream().distinct().toList();
    }

    private long bytes(WeightBits bits, BitCosts costs) {
        return (bits.tokens().of(tokenValues())
                        + bits.matrices().of(costs.matrices().weights()))
                / Byte.SIZE;
    }

    private static Ladder ladder(List<Forecast> models, List<BitCosts> costs) {
        return Ladder.of(IntStream.range(0, models.size())
                .mapToObj(at -> Steps.of(at, models.get(at).tokenValues(), costs.get(at)))
                .toList());
    }

    private static Optional<List<WeightBits>> weightBits(
            Fit fit, List<Forecast> models, Ladder ladder, WeightBits asked) {
        List<IntGraph> graphs = models.stream()
                .map(model -> model.with(WeightBits.LEAST))
                .flatMap(model -> model.smallest().stream())
                .toList();
        return graphs.size() == models.size()
                ? fit.weightBits(graphs, CODE_AND_STACK, ladder, asked)
                : Optional.of(models.stream().map(model -> asked).toList());
    }

    /** The same with so many bits. */
    private Forecast with(WeightBits other) {
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
                new QuantizerOptions(false, false, false, false).withEmbeddingBits(bits.tokens()));
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

    /** Bytes that matrices of 4 bits save at most: one of them may save more than was asked for. */
    private long savedAtMost() {
        long weights = 0;
        long largest = 0;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Linear op) {
                weights += op.weight().size();
                largest = Math.max(largest, op.weight().size());
            }
        }
        long asked = weights - bits.matrices().of(weights) / Byte.SIZE;
        return asked == 0 ? 0 : Math.min(weights / 2, asked + largest / 2) + 1;
    }

    /** Values of token embeddings. */
    private long tokenValues() {
        return graph.nodes().stream()
                .map(Node::op)
                .filter(op -> op instanceof Op.Embedding embedding && embedding.source() instanceof IndexSource.TokenId)
                .mapToLong(op -> ((Op.Embedding) op).table().size())
                .sum();
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
