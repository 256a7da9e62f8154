package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** An integer graph with the nodes of a BERT classifier; its constants are zeros. */
public final class BertGraph {
    private final List<IntNode> nodes = new ArrayList<>();
    private final int width;

    private BertGraph(int width) {
        this.width = width;
    }

    /** The graph; its feed-forward is four times as wide as the model. */
    public static IntGraph of(int layers, int width, int tokens) {
        BertGraph graph = new BertGraph(width);
        graph.node("word", new IntOp.Embedding(new IndexSource.TokenId(), zeros(9, width)), Precision.I8, width);
        graph.node(
                "position", new IntOp.Embedding(new IndexSource.Position(), zeros(tokens, width)), Precision.I8, width);
        graph.sum("embeddings", "word", "position");
        graph.norm("x0", "embeddings");
        for (int layer = 0; layer < layers; layer++) {
            graph.layer(layer);
        }
        graph.nodes.add(new IntNode(
                "pool",
                new IntOp.Pool(PoolKind.FIRST),
                List.of("x" + layers),
                Shape.one(width),
                Quantization.symmetric(Precision.I8, 1)));
        graph.nodes.add(new IntNode(
                "logits", linearOp(width, 3), List.of("pool"), Shape.one(3), Quantization.symmetric(Precision.I16, 1)));
        return new IntGraph("bert", tokens, graph.nodes);
    }

    private void layer(int i) {
        String in = "x" + i;
        linear("q" + i, in, width, width, Precision.I8);
        linear("k" + i, in, width, width, Precision.I8);
        linear("v" + i, in, width, width, Precision.I8);
        node(
                "a" + i,
                new IntOp.Attention(2, Requantizer.of("e", 0.1), 1L << 31, 0),
                Precision.I8,
                width,
                "q" + i,
                "k" + i,
                "v" + i);
        linear("o" + i, "a" + i, width, width, Precision.I16);
        sum("s" + i, "o" + i, in);
        norm("h" + i, "s" + i);
        linear("f" + i, "h" + i, width, 4 * width, Precision.I8);
        IntTensor table = IntTensor.vector("t", Precision.I8, new int[256]);
        node("g" + i, new IntOp.Lookup(table), Precision.I8, 4 * width, "f" + i);
        linear("y" + i, "g" + i, 4 * width, width, Precision.I16);
        sum("z" + i, "y" + i, "h" + i);
        norm("x" + (i + 1), "z" + i);
    }

    private static IntTensor zeros(int rows, int columns) {
        return IntTensor.of("w", Precision.I8, List.of(rows, columns), new int[rows * columns]);
    }

    private static IntTensor vector(int size) {
        return IntTensor.vector("b", Precision.I32, new int[size]);
    }

    private static IntOp linearOp(int inputs, int outputs) {
        return new IntOp.Linear(zeros(outputs, inputs), vector(outputs), Requantizer.of("m", new double[outputs]));
    }

    private void linear(String name, String input, int inputs, int outputs, Precision precision) {
        node(name, linearOp(inputs, outputs), precision, outputs, input);
    }

    private void sum(String name, String a, String b) {
        node(name, new IntOp.Add(List.of(Requantizer.of("a", 1), Requantizer.of("b", 1))), Precision.I16, width, a, b);
    }

    private void norm(String name, String input) {
        RowScale scale = RowScale.of(width, 1e-12, 1);
        node(name, new IntOp.LayerNorm(scale, vector(width), vector(width)), Precision.I8, width, input);
    }

    private void node(String name, IntOp op, Precision precision, int columns, String... inputs) {
        nodes.add(new IntNode(name, op, List.of(inputs), Shape.tokens(columns), Quantization.symmetric(precision, 1)));
    }
}
