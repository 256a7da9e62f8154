package dev.thimble.testing;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small model with all that can be trained: embeddings, a layer, a pooler and a head, of random widths. */
public final class TrainableGraph {
    private static final double EPSILON = 1e-12;

    private final Random random;
    private final RandomTensors tensors;
    private final List<Node> nodes = new ArrayList<>();

    private TrainableGraph(long seed) {
        random = new Random(seed);
        tensors = new RandomTensors(random);
    }

    /** The graph of a seed. */
    public static Graph of(long seed, String name) {
        return new TrainableGraph(seed).build(name);
    }

    private Graph build(String name) {
        int width = 2 * (2 + random.nextInt(15));
        int maxTokens = 4 + random.nextInt(8);
        Shape tokens = Shape.tokens(width);
        add("token", new Op.Embedding(new IndexSource.TokenId(), tensors.weight(30, width)), tokens);
        add("position", new Op.Embedding(new IndexSource.Position(), tensors.weight(maxTokens, width)), tokens);
        add("sum", new Op.Add(), tokens, "token", "position");
        add("norm", norm(width), tokens, "sum");
        add("query", linear(width, width), tokens, "norm");
        add("key", linear(width, width), tokens, "norm");
        add("value", linear(width, width), tokens, "norm");
        add("attention", new Op.Attention(2, 1 / Math.sqrt(width / 2.0)), tokens, "query", "key", "value");
        add("output", linear(width, width), tokens, "attention");
        add("residual", new Op.Add(), tokens, "output", "norm");
        add("mixed", norm(width), tokens, "residual");
        int wide = 3 + random.nextInt(40);
        add("up", linear(wide, width), Shape.tokens(wide), "mixed");
        add("gelu", new Op.Activation(ActivationKind.GELU), Shape.tokens(wide), "up");
        add("down", linear(width, wide), tokens, "gelu");
        add("layer_sum", new Op.Add(), tokens, "down", "mixed");
        add("layer", norm(width), tokens, "layer_sum");
        add("first", new Op.Pool(PoolKind.FIRST), Shape.one(width), "layer");
        int pooled = 3 + random.nextInt(30);
        add("pooler", linear(pooled, width), Shape.one(pooled), "first");
        ActivationKind[] kinds = ActivationKind.values();
        add("active", new Op.Activation(kinds[random.nextInt(kinds.length)]), Shape.one(pooled), "pooler");
        int labels = 2 + random.nextInt(8);
        add("head", linear(labels, pooled), Shape.one(labels), "active");
        return new Graph(name, maxTokens, nodes);
    }

    /** Training has no room for outliers, and refuses them: THM-1103. */
    private Op linear(int rows, int columns) {
        float[] weights = normal(rows * columns, 0, 1 / Math.sqrt(columns));
        return new Op.Linear(FloatTensor.matrix(name("weight"), rows, columns, weights), bias(rows));
    }

    private Op norm(int width) {
        return new Op.LayerNorm(FloatTensor.vector(name("gain"), normal(width, 1, 0.2)), bias(width), EPSILON);
    }

    private FloatTensor bias(int size) {
        return FloatTensor.vector(name("bias"), normal(size, 0, 0.2));
    }

    private String name(String kind) {
        return nodes.size() + "." + kind;
    }

    private float[] normal(int count, double mean, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + random.nextGaussian() * deviation);
        }
        return values;
    }

    private void add(String name, Op op, Shape shape, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs), shape));
    }
}
