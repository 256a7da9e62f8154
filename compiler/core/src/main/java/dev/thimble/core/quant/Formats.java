package dev.thimble.core.quant;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The quantisation of every node's own value, before conversions. Sums and what flows into them keep 16 bits: they live
 * for a few rows only, so the bits are free. What matrix products and attention read has 8.
 */
final class Formats {
    /** A sum's scale is at least this part of its coarsest term's. */
    private static final double LEAST_SUM_SCALE = Math.scalb(1.0, -12);

    /** Steps of a matrix product in one of its 16-bit result; a little above 2, for rounding must not bring it below. */
    private static final double LEAST_STEPS = 2.001;

    /** Logits that training may make any are -64 to 64. */
    private static final double TRAINED_LOGIT_SCALE = 0x1p-9;

    private final Graph graph;
    private final Calibration calibration;
    private final QuantizerOptions options;
    private final Map<String, Quantization> formats = new HashMap<>();

    private Formats(Graph graph, Calibration calibration, QuantizerOptions options) {
        this.graph = graph;
        this.calibration = calibration;
        this.options = options;
    }

    /** Chooses for all nodes. */
    static Map<String, Quantization> choose(Graph graph, Calibration calibration, QuantizerOptions options) {
        Formats formats = new Formats(graph, calibration, options);
        graph.nodes().forEach(node -> formats.formats.put(node.name(), formats.choose(node)));
        graph.nodes().forEach(formats::shareSumScale);
        return Map.copyOf(formats.formats);
    }

    private Quantization choose(Node node) {
        if (node.op() instanceof Op.Embedding embedding) {
            return embedding(node, embedding);
        }
        if (node.op() instanceof Op.Pool) {
            return formats.get(node.inputs().get(0));
        }
        if (hasChannelSteps(node)) {
            return Quantization.symmetric(Precision.I8, 1);
        }
        Quantization format = isWide(node) ? wide(node) : narrow(node);
        return isSum(node) ? withRoomForTerms(node, format) : format;
    }

    /** Rows have scales of their own where that is allowed, loses less, and nothing needs their values in 8 bits. */
    private Quantization embedding(Node node, Op.Embedding op) {
        boolean takes16 = graph.consumers(node.name()).stream()
                .allMatch(consumer -> isSum(consumer)
                        || OpQuantizer.need(consumer.op()) == InputNeed.I16
                        || options.readsFinely(graph, consumer));
        if (options.packs(op)) {
            Precision result = takes16 ? Precision.I16 : Precision.I8;
            return Quantization.symmetric(
                    result,
                    calibration
                            .constants()
                            .packed(op.table(), result, options.embeddingBits())
                            .scale());
        }
        EmbeddingTable whole = calibration.constants().whole(op.table());
        if (options.rowScales() && takes16) {
            EmbeddingTable byRow = calibration.constants().byRow(op.table());
            if (byRow.error() < whole.error()) {
                return Quantization.symmetric(Precision.I16, byRow.scale());
            }
        }
        return Quantization.symmetric(Precision.I8, whole.scale());
    }

    /**
     * A sum that calibration saw as next to nothing, its terms cancelling out, must not become so fine that its terms'
     * requantisation would leave 32 bits.
     */
    private Quantization withRoomForTerms(Node sum, Quantization format) {
        double coarsest = sum.inputs().stream()
                .mapToDouble(input -> formats.get(input).scale())
                .max()
                .orElse(0);
        double least = coarsest * LEAST_SUM_SCALE;
        return format.scale() >= least ? format : new Quantization(format.precision(), least, format.zeroPoint());
    }

    /**
     * A step of a matrix product's 16-bit result is at least two of the products' own: finer ones would say nothing
     * more, and this factor needs no left shift (docs/numerics.md, section 1), which the fastest kernels do without.
     */
    private Quantization wide(Node node) {
        if (!(node.op() instanceof Op.Linear linear)) {
            return RangeSearch.wide(calibration.of(node.name()));
        }
        if (options.fixedLogits() && node.equals(graph.output())) {
            return Quantization.symmetric(Precision.I16, TRAINED_LOGIT_SCALE);
        }
        Quantization format = node.equals(graph.output())
                ? RangeSearch.wideAnywhere(calibration.of(node.name()))
                : RangeSearch.wide(calibration.of(node.name()));
        double least = LEAST_STEPS * largestStep(node, linear.weight());
        return format.scale() >= least ? format : format.withScale(least);
    }

    /** Of the rows of a matrix; inputs that are to be converted to 8 bits are finer than that and do not count. */
    private double largestStep(Node node, FloatTensor weight) {
        double[] scales = node.inputs().stream()
                .map(graph::node)
                .flatMapToDouble(input -> DoubleStream.generate(
                                () -> formats.get(input.name()).scale())
                        .limit(input.shape().width()))
                .toArray();
        return IntStream.range(0, weight.size())
                        .mapToDouble(i -> Math.abs(weight.at(i)) * scales[i % scales.length])
                        .max()
                        .orElse(0)
                / Precision.I8.max();
    }

    /** Around an activation whose channels have their own steps a value is a number of them. */
    private boolean hasChannelSteps(Node node) {
        return node.op() instanceof Op.ChannelActivation
                || graph.consumers(node.name()).stream()
                        .anyMatch(consumer -> consumer.op() instanceof Op.ChannelActivation);
    }

    private Set<InputNeed> needs(Node node) {
        return graph.consumers(node.name()).stream()
                .map(consumer -> OpQuantizer.need(consumer.op()))
                .collect(Collectors.toSet());
    }

    private boolean isWide(Node node) {
        if (options.wideResidual() && isPassingResidual(node)) {
            return true;
        }
        if (!(node.op() instanceof Op.Linear || isSum(node))) {
            return false;
        }
        Set<InputNeed> needs = needs(node);
        return needs.contains(InputNeed.I16) || needs.stream().allMatch(need -> need == InputNeed.ANY);
    }

    /**
     * A norm's result that a sum reads again, and that attention does not need whole: it exists for one block of rows,
     * so 16 bits cost no memory that counts.
     */
    private boolean isPassingResidual(Node node) {
        List<Node> consumers = graph.consumers(node.name());
        return (node.op() instanceof Op.LayerNorm || node.op() instanceof Op.RmsNorm)
                && consumers.stream().anyMatch(Formats::isSum)
                && consumers.stream()
                        .allMatch(consumer ->
                                isSum(consumer) || (consumer.op() instanceof Op.Linear && !feedsAttention(consumer)));
    }

    private boolean feedsAttention(Node node) {
        return graph.consumers(node.name()).stream().anyMatch(consumer -> consumer.op() instanceof Op.Attention);
    }

    private static boolean isSum(Node node) {
        return node.op() instanceof Op.Add || node.op() instanceof Op.WeightedSum;
    }

    private Quantization narrow(Node node) {
        boolean symmetric = needs(node).contains(InputNeed.I8_SYMMETRIC);
        ValueStatistics statistics = calibration.of(node.name());
        return options.rangeSearch()
                ? RangeSearch.searchThrough(statistics, symmetric, use(node))
                : RangeSearch.widest(statistics, symmetric);
    }

    /** What becomes of a value: the activation that alone reads it. */
    private Optional<ActivationKind> use(Node node) {
        List<Node> consumers = graph.consumers(node.name());
        return consumers.size() == 1 && consumers.get(0).op() instanceof Op.Activation activation
                ? Optional.of(activation.kind())
                : Optional.empty();
    }

    /** Gives a 16-bit sum and the matrix products that only it reads one scale, so that they are added as they are. */
    private void shareSumScale(Node sum) {
        Quantization own = formats.get(sum.name());
        if (!(sum.op() instanceof Op.Add) || own.precision() != Precision.I16) {
            return;
        }
        List<String> terms = sum.inputs().stream()
                .filter(input -> graph.node(input).op() instanceof Op.Linear)
                .filter(input -> graph.consumers(input).size() == 1)
                .toList();
        double scale = own.scale();
        for (String term : terms) {
            scale = Math.max(scale, formats.get(term).scale());
        }
        Quantization shared = Quantization.symmetric(Precision.I16, scale);
        formats.put(sum.name(), shared);
        terms.forEach(term -> formats.put(term, shared));
    }
}
