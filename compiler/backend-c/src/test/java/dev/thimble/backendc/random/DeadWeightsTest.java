package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.pass.Removal;
import dev.thimble.core.pass.RemoveDeadChannels;
import dev.thimble.testing.RandomGraph;
import dev.thimble.testing.RandomTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Random graphs with many weights of zero: what goes changes no result, and nothing can go that is left. */
class DeadWeightsTest {
    private static final int SEEDS = 500;
    private static final int AT_LEAST = 100;
    private static final int HEADS_AT_LEAST = 10;

    @Test
    void whatIsRemovedChangesNoResult() {
        check(seed -> RandomGraph.of(seed, "m" + seed), HEADS_AT_LEAST);
    }

    @Test
    void norDoesItWherePartsAreMadeToBePruned() {
        check(seed -> parts(new Random(seed), "m" + seed), AT_LEAST);
    }

    /** An attention, and a feed-forward part that mostly has a convolution. */
    static Graph parts(Random random, String name) {
        RandomTensors tensors = new RandomTensors(random);
        int heads = 1 + random.nextInt(4);
        int width = heads * 4 * (1 + random.nextInt(3));
        int inner = 1 + random.nextInt(40);
        int each = 1 + random.nextInt(2);
        int taps = random.nextInt(4);
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(
                "x", new Op.Embedding(new IndexSource.TokenId(), tensors.weight(9, 6)), List.of(), Shape.tokens(6)));
        List.of("q", "k", "v").forEach(input -> nodes.add(linear(tensors, input, "x", 6, width)));
        nodes.add(new Node("a", new Op.Attention(heads, 1), List.of("q", "k", "v"), Shape.tokens(width)));
        nodes.add(linear(tensors, "o", "a", width, 5));
        nodes.add(linear(tensors, "up", "o", 5, inner));
        if (taps > 0) {
            Op op = new Op.DepthwiseConv1d(tensors.weight(inner * each, taps), tensors.bias(inner * each));
            nodes.add(new Node("c", op, List.of("up"), Shape.tokens(inner * each)));
        }
        Node last = nodes.get(nodes.size() - 1);
        nodes.add(new Node("f", new Op.Activation(ActivationKind.SILU), List.of(last.name()), last.shape()));
        nodes.add(linear(tensors, "down", "f", last.shape().width(), 3));
        nodes.add(new Node("y", new Op.Mean(), List.of("down"), Shape.one(3)));
        return new Graph(name, 1 + random.nextInt(8), nodes);
    }

    private static Node linear(RandomTensors tensors, String name, String input, int inputs, int outputs) {
        Op op = new Op.Linear(tensors.weight(outputs, inputs), tensors.bias(outputs));
        return new Node(name, op, List.of(input), Shape.tokens(outputs));
    }

    private static void check(LongFunction<Graph> graphs, int headsAtLeast) {
        int narrower = 0;
        int fewerHeads = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Graph before = pruned(seed, graphs.apply(seed));
            Graph after = new RemoveDeadChannels().run(before);
            FoldingTest.assertSame(seed, before, after);
            assertThat(new RemoveDeadChannels().run(after)).isEqualTo(after);
            assertThat(Removal.between(before, after).stream()
                            .mapToLong(Removal::weights)
                            .sum())
                    .isEqualTo(PrunedGraphTest.matrices(before) - PrunedGraphTest.matrices(after));
            narrower += after.equals(before) ? 0 : 1;
            fewerHeads += heads(after) < heads(before) ? 1 : 0;
        }
        assertThat(narrower).as("graphs with narrower values").isGreaterThan(AT_LEAST);
        assertThat(fewerHeads).as("graphs with fewer heads").isGreaterThan(headsAtLeast);
    }

    private static int heads(Graph graph) {
        return graph.nodes().stream()
                .mapToInt(node -> node.op() instanceof Op.Attention op ? op.heads() : 0)
                .sum();
    }

    /** Zeros in blocks of rows or columns of three constants out of four. */
    private static Graph pruned(long seed, Graph graph) {
        Random random = new Random(seed);
        return graph.withNodes(graph.nodes().stream()
                .map(node -> new Node(node.name(), pruned(random, node.op()), node.inputs(), node.shape()))
                .toList());
    }

    private static Op pruned(Random random, Op op) {
        if (op instanceof Op.Linear linear) {
            FloatTensor bias =
                    random.nextBoolean() ? linear.bias() : linear.bias().with(i -> 0);
            return new Op.Linear(pruned(random, linear.weight()), bias);
        }
        if (op instanceof Op.DepthwiseConv1d convolution) {
            return new Op.DepthwiseConv1d(pruned(random, convolution.weight()), convolution.bias());
        }
        return op instanceof Op.Embedding embedding
                ? new Op.Embedding(embedding.source(), pruned(random, embedding.table()))
                : op;
    }

    private static FloatTensor pruned(Random random, FloatTensor weight) {
        IntPredicate rows = block(random, weight.rows());
        IntPredicate columns = block(random, weight.columns());
        int width = weight.columns();
        return switch (random.nextInt(4)) {
            case 0 -> weight;
            case 1 -> weight.with(i -> rows.test(i / width) ? 0 : weight.at(i));
            case 2 -> weight.with(i -> columns.test(i % width) ? 0 : weight.at(i));
            default -> weight.with(i -> rows.test(i / width) || columns.test(i % width) ? 0 : weight.at(i));
        };
    }

    private static IntPredicate block(Random random, int size) {
        int from = random.nextInt(size);
        int count = random.nextInt(size);
        return i -> Math.floorMod(i - from, size) < count;
    }
}
