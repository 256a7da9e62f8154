package dev.thimble.core.equalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.GraphTensors;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.LogitErrors;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of an activation whose ranges differ widely: the same function, and fewer decibels lost. */
class ActivationsByChannelTest {
    private static final int WIDTH = 16;
    private static final int HIDDEN = 48;
    private static final int VOCABULARY = 97;
    private static final int LABELS = 5;

    private final Random random = new Random(17);
    private final List<int[]> inputs = Stream.generate(
                    () -> random.ints(12, 0, VOCABULARY).toArray())
            .limit(64)
            .toList();

    private FloatTensor matrix(String name, int rows, int columns, double[] rowFactors) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * rowFactors[i / columns] / Math.sqrt(columns));
        }
        return FloatTensor.matrix(name, rows, columns, values);
    }

    private static double[] ones(int count) {
        return IntStream.range(0, count).mapToDouble(i -> 1).toArray();
    }

    /** Ranges of the hidden channels differ by up to a factor of 32; one channel is always 0. */
    private Graph graph(ActivationKind kind) {
        double[] gains = IntStream.range(0, HIDDEN)
                .mapToDouble(i -> i == 7 ? 0 : Math.scalb(1.0, i % 6))
                .toArray();
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(
                "embedding",
                new Op.Embedding(new IndexSource.TokenId(), matrix("table", VOCABULARY, WIDTH, ones(VOCABULARY))),
                List.of(),
                Shape.tokens(WIDTH)));
        nodes.add(product("up", "embedding", matrix("up.weight", HIDDEN, WIDTH, gains), Shape.tokens(HIDDEN)));
        nodes.add(new Node("activation", new Op.Activation(kind), List.of("up"), Shape.tokens(HIDDEN)));
        nodes.add(product("down", "activation", down(gains), Shape.tokens(WIDTH)));
        nodes.add(new Node("pool", new Op.Pool(PoolKind.FIRST), List.of("down"), Shape.one(WIDTH)));
        nodes.add(product(
                "classifier", "pool", matrix("classifier.weight", LABELS, WIDTH, ones(LABELS)), Shape.one(LABELS)));
        return new Graph("m", 12, nodes);
    }

    /** Narrow channels count as much as wide ones. */
    private FloatTensor down(double[] gains) {
        FloatTensor plain = matrix("down.weight", WIDTH, HIDDEN, ones(WIDTH));
        return plain.with(i -> plain.at(i) / Math.max(1, gains[i % HIDDEN]));
    }

    private Node product(String name, String input, FloatTensor weight, Shape shape) {
        float[] bias = new float[weight.rows()];
        IntStream.range(0, bias.length).forEach(i -> bias[i] = (float) random.nextGaussian() / 4);
        return new Node(name, new Op.Linear(weight, FloatTensor.vector(name + ".bias", bias)), List.of(input), shape);
    }

    private Calibration calibrated(Graph graph) {
        return Calibration.of(graph, new OrderedExecutor(graph), inputs);
    }

    private IntGraph quantized(Graph graph) {
        return Quantizer.quantize(graph, calibrated(graph));
    }

    @ParameterizedTest
    @EnumSource(ActivationKind.class)
    void theFloatFunctionStaysAndDecibelsAreGained(ActivationKind kind) {
        Graph graph = graph(kind);
        Graph byChannel = ActivationsByChannel.run(graph, calibrated(graph));
        assertThat(byChannel.node("activation").op()).isInstanceOf(Op.ChannelActivation.class);
        OrderedExecutor before = new OrderedExecutor(graph);
        OrderedExecutor after = new OrderedExecutor(byChannel);
        for (int[] ids : inputs) {
            float[] expected = before.logits(ids).clone();
            float[] got = after.logits(ids);
            for (int label = 0; label < LABELS; label++) {
                assertThat(got[label]).isCloseTo(expected[label], within(1e-4f));
            }
        }
        LogitErrors errors = new LogitErrors(new OrderedExecutor(graph), inputs);
        double gain = errors.decibels(quantized(byChannel)) - errors.decibels(quantized(graph));
        assertThat(gain).as(kind.toString()).isGreaterThan(kind == ActivationKind.TANH ? -1 : 3);
    }

    @Test
    void aFewTablesServeAllChannels() {
        Graph graph = graph(ActivationKind.SILU);
        IntGraph integers = quantized(ActivationsByChannel.run(graph, calibrated(graph)));
        IntOp.Lookup lookup = (IntOp.Lookup) integers.node("activation").op();
        assertThat(lookup.table().rows()).isEqualTo(Op.ChannelActivation.MOST_RANGES);
        int[] choice = lookup.choice().orElseThrow().toArray();
        assertThat(choice).hasSize(HIDDEN);
        assertThat(IntStream.of(choice))
                .allMatch(function -> function >= 0 && function < Op.ChannelActivation.MOST_RANGES);
        assertThat(IntStream.of(choice).distinct()).hasSizeGreaterThan(2);
        assertThat(lookup.at(3, -128)).isEqualTo(lookup.table().at(choice[3] * IntOp.Lookup.ENTRIES));
    }

    @Test
    void bothGraphsArePrintedAndRead() {
        Graph graph = graph(ActivationKind.GELU);
        Graph byChannel = ActivationsByChannel.run(graph, calibrated(graph));
        assertThat(GraphText.parse(GraphText.print(byChannel))).isEqualTo(byChannel);
        IntGraph integers = quantized(byChannel);
        assertThat(IntGraphText.parse(IntGraphText.print(integers))).isEqualTo(integers);
    }

    /** Whatever the size of its values, the graph stays finite. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-40, 1e-20, 1e-6, 1e6, 1e20})
    void valuesOfAnySizeLeaveFiniteConstants(double size) {
        List<Node> nodes = new ArrayList<>(graph(ActivationKind.RELU).nodes());
        Op.Linear up = (Op.Linear) nodes.get(1).op();
        Op.Linear scaled = new Op.Linear(
                up.weight().with(i -> up.weight().at(i) * size),
                up.bias().with(i -> up.bias().at(i) * size));
        nodes.set(1, new Node("up", scaled, List.of("embedding"), Shape.tokens(HIDDEN)));
        Graph graph = new Graph("m", 12, nodes);
        Graph byChannel = ActivationsByChannel.run(graph, calibrated(graph));
        GraphTensors.of(byChannel).forEach(tensor -> {
            for (float value : tensor.toArray()) {
                assertThat(value).as(tensor.name()).isFinite();
            }
        });
        assertThat(quantized(byChannel).nodes()).isNotEmpty();
    }

    /** What another than a matrix product reads must be what it was. */
    @Test
    void anActivationThatASumReadsStays() {
        Graph graph = graph(ActivationKind.RELU);
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(3, new Node("down", new Op.Add(), List.of("activation", "up"), Shape.tokens(HIDDEN)));
        nodes.set(4, new Node("pool", new Op.Pool(PoolKind.FIRST), List.of("down"), Shape.one(HIDDEN)));
        nodes.set(5, product("classifier", "pool", matrix("w", LABELS, HIDDEN, ones(LABELS)), Shape.one(LABELS)));
        Graph other = new Graph("m", 12, nodes);
        assertThat(ActivationsByChannel.run(other, calibrated(other))).isEqualTo(other);
    }

    @Test
    void levelNormsGiveAllChannelsOneRange() {
        List<Node> nodes = new ArrayList<>(graph(ActivationKind.SILU).nodes());
        FloatTensor gain = FloatTensor.vector("gain", new float[WIDTH]);
        FloatTensor uneven = gain.with(i -> Math.scalb(1.0, i % 5));
        nodes.add(1, new Node("norm", new Op.RmsNorm(uneven, 1e-5), List.of("embedding"), Shape.tokens(WIDTH)));
        Op up = nodes.get(2).op();
        nodes.set(2, new Node("up", up, List.of("norm"), Shape.tokens(HIDDEN)));
        Graph graph = new Graph("m", 12, nodes);
        Graph level = EqualizeChannels.levelNorms(graph, calibrated(graph));
        Calibration after = calibrated(level);
        double first = after.of("norm").columnMagnitude(0);
        for (int column = 1; column < WIDTH; column++) {
            assertThat(after.of("norm").columnMagnitude(column)).isCloseTo(first, within(1e-4 * first));
        }
        OrderedExecutor expected = new OrderedExecutor(graph);
        OrderedExecutor got = new OrderedExecutor(level);
        inputs.forEach(ids -> assertThat(got.logits(ids)).containsExactly(expected.logits(ids), offset(1e-4f)));
    }
}
