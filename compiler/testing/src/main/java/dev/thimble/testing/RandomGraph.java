package dev.thimble.testing;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Rows;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A random valid graph: layers as models have them, or any operator on any value before it. */
public final class RandomGraph {
    /** Ids that the graphs know are 0 to here, exclusive; the tokenizer fixture needs two. */
    public static final int LEAST_VOCABULARY = 2;

    private static final int[] WIDTHS = {1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 31, 33, 48};

    private final Random random;
    private final RandomTensors tensors;
    private final List<Node> nodes = new ArrayList<>();
    private final int maxTokens;
    private final int vocabulary;

    private RandomGraph(long seed) {
        random = new Random(seed);
        tensors = new RandomTensors(random);
        maxTokens = 1 + random.nextInt(20);
        vocabulary = LEAST_VOCABULARY + random.nextInt(30);
    }

    /** The graph of a seed. */
    public static Graph of(long seed, String name) {
        return new RandomGraph(seed).build(name);
    }

    private Graph build(String name) {
        Node value = embeddings(width());
        if (random.nextBoolean()) {
            int layers = 1 + random.nextInt(3);
            for (int layer = 0; layer < layers; layer++) {
                value = layer(value);
            }
        } else {
            int steps = 3 + random.nextInt(12);
            for (int step = 0; step < steps; step++) {
                value = anything(Rows.TOKENS);
            }
        }
        head(value);
        return new Graph(name, maxTokens, nodes);
    }

    private Node embeddings(int width) {
        boolean expanded = tensors.chance(0.3);
        Node token = embedding(new IndexSource.TokenId(), vocabulary, width, expanded);
        Node sum = token;
        if (tensors.chance(0.7)) {
            Node position = embedding(new IndexSource.Position(), maxTokens, width, expanded);
            sum = tensors.chance(0.4)
                    ? emit(
                            new Op.Add(),
                            token,
                            embedding(new IndexSource.Segment(0, random.nextInt(vocabulary)), 3, width),
                            position)
                    : emit(new Op.Add(), token, position);
        }
        return tensors.chance(0.7) ? norm(sum) : sum;
    }

    /** Expanded: a matrix product of narrow rows, as EmbBERT's. */
    private Node embedding(IndexSource source, int entries, int width, boolean expanded) {
        return expanded ? linear(embedding(source, entries, width()), width) : embedding(source, entries, width);
    }

    private Node embedding(IndexSource source, int entries, int width) {
        return add(new Op.Embedding(source, tensors.weight(entries, width)), Shape.tokens(width), List.of());
    }

    private Node layer(Node in) {
        return switch (random.nextInt(4)) {
            case 0 -> feedForward(in);
            case 1 -> convolution(in);
            case 2 -> feedForward(attention(in, true));
            default -> attention(in, random.nextBoolean());
        };
    }

    private Node attention(Node in, boolean projected) {
        Node q = linear(in, width(in));
        Node k = projected ? linear(in, width(in)) : in;
        Node v = projected ? linear(in, width(in)) : in;
        Node mixed = emit(attention(width(in)), q, k, v);
        return residual(in, linear(mixed, width(in)));
    }

    private Op attention(int width) {
        List<Integer> heads = IntStream.rangeClosed(1, width)
                .filter(h -> width % h == 0)
                .boxed()
                .toList();
        int chosen = heads.get(random.nextInt(heads.size()));
        return new Op.Attention(chosen, (0.2 + random.nextDouble() * 2) / Math.sqrt((double) width / chosen));
    }

    private Node feedForward(Node in) {
        Node wide = emit(activation(), linear(in, width()));
        return residual(in, linear(wide, width(in)));
    }

    private Node convolution(Node in) {
        Node wide = convolved(in);
        Node active = random.nextBoolean() ? emit(activation(), wide) : wide;
        return residual(in, linear(active, width(in)));
    }

    private Node convolved(Node in) {
        int width = width(in) * (1 + random.nextInt(3));
        Op op = new Op.DepthwiseConv1d(tensors.weight(width, 1 + random.nextInt(5)), tensors.bias(width));
        return add(op, Shape.tokens(width), List.of(in.name()));
    }

    private Node residual(Node in, Node change) {
        Node sum = switch (random.nextInt(4)) {
            case 0 -> emit(weightedSum(2), in, change);
            case 1 -> emit(new Op.Add(), change, in, linear(in, width(in)));
            case 2 -> emit(weightedSum(2), change, linear(in, width(in)));
            default -> emit(new Op.Add(), change, in);
        };
        return tensors.chance(0.7) ? norm(sum) : sum;
    }

    private Op weightedSum(int terms) {
        return new Op.WeightedSum(
                Stream.generate(() -> random.nextDouble() * 4 - 2).limit(terms).toList());
    }

    private Op activation() {
        ActivationKind[] kinds = ActivationKind.values();
        return new Op.Activation(kinds[random.nextInt(kinds.length)]);
    }

    private Node norm(Node in) {
        double epsilon = StrictMath.pow(10, -3 - random.nextInt(10));
        return emit(
                random.nextBoolean()
                        ? new Op.RmsNorm(tensors.gain(width(in)), epsilon)
                        : new Op.LayerNorm(tensors.gain(width(in)), tensors.bias(width(in)), epsilon),
                in);
    }

    private Node linear(Node in, int width) {
        Op op = new Op.Linear(tensors.weight(width, width(in)), tensors.bias(width));
        return add(op, new Shape(in.shape().rows(), width), List.of(in.name()));
    }

    private Node anything(Rows rows) {
        Node in = any(rows);
        int first = rows == Rows.TOKENS ? 0 : 3;
        return switch (first + random.nextInt(9 - first)) {
            case 0 -> emit(attention(width(in)), in, alike(in), alike(in));
            case 1 -> convolved(in);
            case 2 -> embedding(new IndexSource.Position(), maxTokens, width(in));
            case 3 -> emit(new Op.Add(), in, alike(in), alike(in));
            case 4 -> emit(weightedSum(2), in, alike(in));
            case 5 -> emit(activation(), in);
            case 6 -> norm(in);
            case 7 -> linear(in, width(in));
            default -> linear(in, width());
        };
    }

    private Node any(Rows rows) {
        return pick(nodes.stream().filter(node -> node.shape().rows() == rows).toList());
    }

    private Node alike(Node in) {
        return pick(
                nodes.stream().filter(node -> node.shape().equals(in.shape())).toList());
    }

    /** Late ones more often: deep graphs. */
    private Node pick(List<Node> from) {
        return from.get(Math.max(random.nextInt(from.size()), random.nextInt(from.size())));
    }

    private void head(Node value) {
        Node last = add(pooling(), Shape.one(width(value)), List.of(value.name()));
        int steps = random.nextInt(4);
        for (int step = 0; step < steps; step++) {
            last = anything(Rows.ONE);
        }
        linear(last, 1 + random.nextInt(7));
    }

    private Op pooling() {
        return tensors.chance(0.3) ? new Op.Mean() : new Op.Pool(PoolKind.FIRST);
    }

    private int width() {
        return WIDTHS[random.nextInt(WIDTHS.length)];
    }

    private static int width(Node node) {
        return node.shape().width();
    }

    /** Applies an operator that keeps the shape of its inputs. */
    private Node emit(Op op, Node... inputs) {
        return add(op, inputs[0].shape(), Stream.of(inputs).map(Node::name).toList());
    }

    private Node add(Op op, Shape shape, List<String> inputs) {
        String kind = op.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        Node node = new Node(kind + "." + nodes.size(), op, inputs, shape);
        nodes.add(node);
        return node;
    }
}
