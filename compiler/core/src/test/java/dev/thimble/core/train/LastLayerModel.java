package dev.thimble.core.train;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A layer behind an attention that nobody computes, with pooler and head: integers, and the same in double precision. */
final class LastLayerModel {
    static final int WIDTH = 12;
    static final int LABELS = 4;
    private static final int WIDE = 20;
    private static final double EPSILON = 1e-5;

    private static final Quantization TOKEN = new Quantization(Precision.I8, 0.03, 11);
    private static final Quantization MIXED = new Quantization(Precision.I8, 0.02, -4);
    private static final Quantization STREAM = Quantization.symmetric(Precision.I16, 4e-4);
    private static final Quantization NORMED = new Quantization(Precision.I8, 0.03, 3);
    private static final Quantization UP = new Quantization(Precision.I8, 0.03, -10);
    private static final Quantization GELU = new Quantization(Precision.I8, 0.016, -116);
    private static final Quantization POOLED = new Quantization(Precision.I8, 0.025, -3);
    private static final Quantization TANH = new Quantization(Precision.I8, 1.0 / 127, 0);
    private static final Quantization LOGITS = Quantization.symmetric(Precision.I16, 0x1p-9);

    private final Random random;
    private final List<IntNode> nodes = new ArrayList<>();
    private final Map<String, Quantization> quantizations = new HashMap<>();
    private final int[][] centres;

    LastLayerModel(Random random) {
        this.random = random;
        IntTensor table = IntTensor.of("table", Precision.I8, List.of(2, WIDTH), ints(2 * WIDTH, 127));
        add("token", new IntOp.Embedding(new IndexSource.TokenId(), table), Shape.tokens(WIDTH), TOKEN);
        IntOp attention = new IntOp.Attention(1, Requantizer.of("exponent", 0.1), 1, 0);
        add("attention", attention, Shape.tokens(WIDTH), MIXED, "token", "token", "token");
        linear("output", "attention", Shape.tokens(WIDTH), STREAM);
        sum("residual", "output", "token");
        norm("norm", "residual");
        linear("up", "norm", Shape.tokens(WIDE), UP);
        lookup("gelu", "up", ActivationKind.GELU, GELU);
        linear("down", "gelu", Shape.tokens(WIDTH), STREAM);
        sum("sum", "down", "norm");
        norm("last", "sum");
        add("pool", new IntOp.Pool(PoolKind.FIRST), Shape.one(WIDTH), NORMED, "last");
        linear("pooler", "pool", Shape.one(WIDTH), POOLED);
        lookup("tanh", "pooler", ActivationKind.TANH, TANH);
        linear("logits", "tanh", Shape.one(LABELS), LOGITS);
        centres = IntStream.range(0, LABELS)
                .mapToObj(label -> ints(2 * WIDTH, 60))
                .toArray(int[][]::new);
    }

    private void add(String name, IntOp op, Shape shape, Quantization quantization, String... inputs) {
        nodes.add(new IntNode(name, op, List.of(inputs), shape, quantization));
        quantizations.put(name, quantization);
    }

    private int[] ints(int count, int bound) {
        return random.ints(count, -bound, bound + 1).toArray();
    }

    /** Rows that keep the size of what they are multiplied with. */
    private void linear(String name, String input, Shape shape, Quantization result) {
        int columns = node(input).shape().width();
        int rows = shape.width();
        double unit = 1.7 / Math.sqrt(columns) / 127 * quantizations.get(input).scale();
        double[] factors = random.doubles(rows, 0.5, 1)
                .map(part -> part * unit / result.scale())
                .toArray();
        IntOp op = new IntOp.Linear(
                IntTensor.of(name + ".weight", Precision.I8, List.of(rows, columns), ints(rows * columns, 127)),
                IntTensor.vector(name + ".bias", Precision.I32, ints(rows, 2000)),
                Requantizer.of(name + ".multiplier", factors));
        add(name, op, shape, result, input);
    }

    private void sum(String name, String... inputs) {
        List<Requantizer> requantizers = Arrays.stream(inputs)
                .map(input -> Requantizer.of(
                        name + "." + input, quantizations.get(input).scale() / STREAM.scale()))
                .toList();
        add(name, new IntOp.Add(requantizers), Shape.tokens(WIDTH), STREAM, inputs);
    }

    private void norm(String name, String input) {
        RowScale scale = RowScale.of(WIDTH, EPSILON, STREAM.scale());
        double gainUnit = Math.scalb(1.0, 40 - scale.fraction()) / NORMED.scale();
        int[] gains = random.doubles(WIDTH, 0.5, 1.5)
                .mapToInt(gain -> (int) Math.round(gain * gainUnit))
                .toArray();
        int[] biases = random.doubles(WIDTH, -0.3, 0.3)
                .mapToInt(bias -> (int) Math.round(256 * (bias / NORMED.scale() + NORMED.zeroPoint()) + 128))
                .toArray();
        IntOp op = new IntOp.LayerNorm(
                scale,
                IntTensor.vector(name + ".gain", Precision.I32, gains),
                IntTensor.vector(name + ".bias", Precision.I32, biases));
        add(name, op, Shape.tokens(WIDTH), NORMED, input);
    }

    private void lookup(String name, String input, ActivationKind kind, Quantization result) {
        int[] table = IntStream.rangeClosed(-128, 127)
                .map(q -> result.quantize(
                        Activations.apply(kind, quantizations.get(input).real(q))))
                .toArray();
        IntOp op = new IntOp.Lookup(IntTensor.vector(name + ".table", Precision.I8, table));
        add(name, op, node(input).shape(), result, input);
    }

    private IntNode node(String name) {
        return graph().node(name);
    }

    IntGraph graph() {
        return new IntGraph("x", 1, nodes);
    }

    /** What is known of its activations. */
    Graph floats() {
        return new Graph(
                "x",
                1,
                List.of(
                        new Node("gelu", new Op.Activation(ActivationKind.GELU), List.of(), Shape.one(WIDE)),
                        new Node("tanh", new Op.Activation(ActivationKind.TANH), List.of(), Shape.one(WIDTH))));
    }

    /** A point near the centre of a label. */
    Example example(Random from, int label) {
        return new Example(
                IntStream.of(centres[label])
                        .map(x -> x + from.nextInt(61) - 30)
                        .boxed()
                        .toList(),
                label);
    }

    /** Softmax and cross-entropy of one example, in double precision, with these parameters. */
    double loss(TrainerForm form, double[] parameters, Example example) {
        Map<String, double[]> trained = new HashMap<>();
        int at = 0;
        for (MatrixForm matrix : form.matrices()) {
            trained.put(matrix.name(), Arrays.copyOfRange(parameters, at, at += matrix.size()));
        }
        Map<String, double[]> values = new HashMap<>();
        values.put("token", reals(example.features().subList(0, WIDTH), TOKEN));
        values.put("attention", reals(example.features().subList(WIDTH, 2 * WIDTH), MIXED));
        for (IntNode node : nodes.subList(2, nodes.size())) {
            values.put(node.name(), value(node, values, trained));
        }
        double[] logits = values.get("logits");
        double largest = Arrays.stream(logits).max().orElseThrow();
        return Math.log(Arrays.stream(logits).map(x -> Math.exp(x - largest)).sum())
                + largest
                - logits[example.label()];
    }

    private static double[] reals(List<Integer> integers, Quantization quantization) {
        return integers.stream().mapToDouble(quantization::real).toArray();
    }

    private double[] value(IntNode node, Map<String, double[]> values, Map<String, double[]> trained) {
        double[] x = values.get(node.inputs().get(0));
        return switch (node.name()) {
            case "logits" -> biased(trained.get("logits"), x);
            case "output", "up", "down" ->
                plus(
                        frozen(node, x),
                        product(
                                trained.get(node.name() + ".lora_b"),
                                product(trained.get(node.name() + ".lora_a"), x)));
            case "pooler" -> frozen(node, x);
            case "residual", "sum" -> plus(x, values.get(node.inputs().get(1)));
            case "norm", "last" -> normed(node, x);
            case "gelu" ->
                Arrays.stream(x)
                        .map(v -> Activations.apply(ActivationKind.GELU, v))
                        .toArray();
            case "tanh" ->
                Arrays.stream(x)
                        .map(v -> Activations.apply(ActivationKind.TANH, v))
                        .toArray();
            case "pool" -> x;
            default -> throw new IllegalArgumentException(node.name());
        };
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    private static double[] product(double[] weights, double[] x) {
        double[] y = new double[weights.length / x.length];
        for (int i = 0; i < weights.length; i++) {
            y[i / x.length] += weights[i] * x[i % x.length];
        }
        return y;
    }

    private static double[] biased(double[] weights, double[] x) {
        double[] wider = Arrays.copyOf(x, x.length + 1);
        wider[x.length] = 1;
        return product(weights, wider);
    }

    private double[] frozen(IntNode node, double[] x) {
        IntOp.Linear op = (IntOp.Linear) node.op();
        Quantization in = quantizations.get(node.inputs().get(0));
        double[] y = new double[op.weight().rows()];
        for (int row = 0; row < y.length; row++) {
            double unit = op.requantizer().multipliers().at(row)
                    * Math.scalb(node.quantization().scale(), op.requantizer().shift() - 32);
            double sum = op.bias().at(row);
            for (int column = 0; column < x.length; column++) {
                sum += op.weight().at(row, column) * (x[column] / in.scale() + in.zeroPoint());
            }
            y[row] = unit * sum;
        }
        return y;
    }

    private static double[] normed(IntNode node, double[] x) {
        IntOp.LayerNorm op = (IntOp.LayerNorm) node.op();
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double unit = Math.scalb(NORMED.scale(), op.scale().fraction() - 40);
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            double normal = (x[i] - mean) / Math.sqrt(variance + EPSILON);
            double bias = NORMED.scale() * ((op.bias().at(i) - 128) / 256.0 - NORMED.zeroPoint());
            y[i] = normal * op.gain().at(i) * unit + bias;
        }
        return y;
    }
}
