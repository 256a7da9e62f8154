package dev.thimble.core.quant;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns the float graph into the integer graph, with scales from calibration. */
public final class Quantizer {
    private final Graph graph;
    private final Calibration calibration;
    private final QuantizerOptions options;
    private final Map<String, Quantization> formats;
    private final Map<String, IntNode> done = new HashMap<>();
    private final List<IntNode> nodes = new ArrayList<>();

    private Quantizer(Graph graph, Calibration calibration, QuantizerOptions options) {
        this.graph = graph;
        this.calibration = calibration;
        this.options = options;
        this.formats = Formats.choose(graph, calibration, options);
    }

    /** The integer graph of a float graph; calibration must have seen this very graph. */
    public static IntGraph quantize(Graph graph, Calibration calibration) {
        return quantize(graph, calibration, QuantizerOptions.all());
    }

    /** The same with some steps switched off. */
    public static IntGraph quantize(Graph graph, Calibration calibration, QuantizerOptions options) {
        Quantizer quantizer = new Quantizer(graph, calibration, options);
        graph.nodes().forEach(node -> quantizer.add(node, graph.maxTokens()));
        return new IntGraph(graph.name(), graph.maxTokens(), quantizer.nodes);
    }

    private void add(Node node, int maxTokens) {
        List<Part> parts = parts(node);
        List<IntNode> inputs = parts.stream().map(Part::value).toList();
        Quantization format = formats.get(node.name());
        List<Double> means = Part.means(means(node), parts);
        IntOp op = byPart(node.op(), parts)
                .match(new OpQuantizer(node.name(), parts, format, maxTokens, calibration, options, means));
        List<IntNode> operands = op instanceof IntOp.Linear && inputs.size() > 1
                ? List.of(emit(sideBySide(node.name() + ".inputs", inputs)))
                : inputs;
        emit(new IntNode(node.name(), op, operands.stream().map(IntNode::name).toList(), node.shape(), format));
    }

    private static Op byPart(Op op, List<Part> parts) {
        return op instanceof Op.Linear linear ? new Op.Linear(Part.columns(linear.weight(), parts), linear.bias()) : op;
    }

    private List<Part> parts(Node node) {
        InputNeed need = OpQuantizer.need(node.op());
        boolean isFine = options.readsFinely(graph, node);
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (String input : node.inputs()) {
            IntNode value = done.get(input);
            IntNode whole = converted(value, need);
            parts.add(new Part(whole, from, Part.Role.WHOLE));
            if (isFine && value.quantization().precision() == Precision.I16) {
                parts.add(new Part(once(Parts.rest(value, whole)), from, Part.Role.REST));
                parts.add(new Part(once(Parts.repetition(value, whole)), from, Part.Role.REPETITION));
            }
            from += value.shape().width();
        }
        return parts;
    }

    /** A node of that name, which others may have wanted before. */
    private IntNode once(IntNode node) {
        return done.containsKey(node.name()) ? done.get(node.name()) : emit(node);
    }

    /** The inputs of a matrix product in one row: integers of several quantisations, so their own step is 1. */
    private static IntNode sideBySide(String name, List<IntNode> parts) {
        int width = parts.stream().mapToInt(part -> part.shape().width()).sum();
        return new IntNode(
                name,
                new IntOp.Concat(),
                parts.stream().map(IntNode::name).toList(),
                parts.get(0).shape().withWidth(width),
                Quantization.symmetric(Precision.I8, 1));
    }

    /** The mean of each column of a node's inputs; empty where biases are not corrected. */
    private List<Double> means(Node node) {
        if (!options.biasCorrection()) {
            return List.of();
        }
        return node.inputs().stream().flatMap(this::columnMeans).toList();
    }

    private Stream<Double> columnMeans(String input) {
        ValueStatistics statistics = calibration.of(input);
        return IntStream.range(0, done.get(input).shape().width()).mapToObj(statistics::columnMean);
    }

    private IntNode emit(IntNode node) {
        nodes.add(node);
        done.put(node.name(), node);
        return node;
    }

    private IntNode converted(IntNode value, InputNeed need) {
        if (need.accepts(value.quantization())) {
            return value;
        }
        String name = value.name() + "." + need.suffix();
        return done.containsKey(name) ? done.get(name) : emit(conversion(value, need, name));
    }

    private IntNode conversion(IntNode value, InputNeed need, String name) {
        ValueStatistics statistics = calibration.of(value.name());
        Quantization format = need == InputNeed.I16 ? RangeSearch.wide(statistics) : narrow(statistics, need);
        Requantizer requantizer = Requantizer.of(name, value.quantization().scale() / format.scale());
        AccumulatorBounds.check(name, value.quantization().maxMagnitude(), requantizer.shift());
        return new IntNode(name, new IntOp.Add(List.of(requantizer)), List.of(value.name()), value.shape(), format);
    }

    private Quantization narrow(ValueStatistics statistics, InputNeed need) {
        boolean symmetric = need == InputNeed.I8_SYMMETRIC;
        return options.rangeSearch()
                ? RangeSearch.search(statistics, symmetric)
                : RangeSearch.widest(statistics, symmetric);
    }
}
