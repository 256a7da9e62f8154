package dev.thimble.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import dev.thimble.testing.DoubleExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random graphs that hold every operator, node by node against the definitions. */
class OperatorTest {
    private static final int VOCABULARY = 20;
    private static final int MAX_TOKENS = 40;
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOperatorComputesItsDefinition(long seed) {
        Random random = new Random(seed);
        Graph graph = new Sample(random).graph();
        Nd4jExecutor executor = new Nd4jExecutor(graph);
        for (int tokens : List.of(1, 2, 1 + random.nextInt(MAX_TOKENS), MAX_TOKENS)) {
            check(graph, executor, random.ints(tokens, 0, VOCABULARY).toArray(), "seed " + seed);
        }
    }

    private static void check(Graph graph, Nd4jExecutor executor, int[] ids, String label) {
        Map<String, float[]> expected = new HashMap<>();
        new DoubleExecutor(graph).logits(ids, (node, rows, values) -> expected.put(node.name(), values));
        List<String> seen = new ArrayList<>();
        float[] logits = executor.logits(ids, (node, rows, values) -> {
            seen.add(node.name());
            assertThat(rows * node.shape().width()).isEqualTo(values.length);
            assertClose(expected.get(node.name()), values, label + ", " + ids.length + " tokens, " + node.name());
        });
        assertThat(seen)
                .containsExactlyElementsOf(
                        graph.nodes().stream().map(Node::name).toList());
        assertThat(executor.logits(ids)).containsExactly(logits);
    }

    private static void assertClose(float[] wanted, float[] values, String label) {
        assertThat(values).as(label).hasSameSizeAs(wanted);
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs((double) wanted[i] - values[i]))
                    .as("%s[%d]: %s, not %s", label, i, values[i], wanted[i])
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs((double) wanted[i])));
        }
    }

    @Test
    void sequencesAndIdsOutOfRangeAreRefused() {
        Nd4jExecutor executor = new Nd4jExecutor(new Sample(new Random(1)).graph());
        assertThatThrownBy(() -> executor.logits(new int[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> executor.logits(new int[MAX_TOKENS + 1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> executor.logits(new int[] {VOCABULARY})).hasMessageContaining("token id 20");
        assertThatThrownBy(() -> executor.logits(new int[] {-1})).hasMessageContaining("token id -1");
    }

    /** Builds one graph; every node keeps values near 1, so that the tolerance means the same everywhere. */
    private static final class Sample {
        private final Random random;
        private final List<Node> nodes = new ArrayList<>();
        private final int heads;
        private final int width;

        Sample(Random random) {
            this.random = random;
            heads = 1 + random.nextInt(4);
            width = heads * (1 + random.nextInt(9));
        }

        Graph graph() {
            add("token", new Op.Embedding(new IndexSource.TokenId(), matrix(VOCABULARY, width)));
            add("position", new Op.Embedding(new IndexSource.Position(), matrix(MAX_TOKENS, width)));
            add("segment", new Op.Embedding(new IndexSource.Segment(0, 4), matrix(3, width)));
            add("sum", new Op.Add(), "token", "position", "segment");
            add("rms", new Op.RmsNorm(vector(width), 1e-3), "sum");
            add("layer", new Op.LayerNorm(vector(width), vector(width), 1e-3), "sum");
            add("query", new Op.Linear(matrix(width, width), vector(width)), "rms");
            add("attention", new Op.Attention(heads, 0.3), "query", "layer", "rms");
            String last = "attention";
            for (ActivationKind kind : ActivationKind.values()) {
                String name = "activation." + kind;
                add(name, new Op.Activation(kind), last);
                last = "add." + kind;
                add(last, new Op.Add(), name, "layer");
            }
            convolution(last);
            add("weighted", new Op.WeightedSum(List.of(0.7, -1.3)), "contract", "sum");
            nodes.add(new Node("pool", new Op.Pool(PoolKind.FIRST), List.of("weighted"), Shape.one(width)));
            Op classifier = new Op.Linear(matrix(5, width), vector(5));
            nodes.add(new Node("classifier", classifier, List.of("pool"), Shape.one(5)));
            return new Graph("sample", MAX_TOKENS, nodes);
        }

        private void convolution(String input) {
            int wide = width * (1 + random.nextInt(3));
            int taps = 1 + random.nextInt(8);
            Op convolution = new Op.DepthwiseConv1d(matrix(wide, taps), vector(wide));
            nodes.add(new Node("convolution", convolution, List.of(input), Shape.tokens(wide)));
            add("contract", new Op.Linear(matrix(width, wide + width), vector(width)), "convolution", "query");
        }

        private void add(String name, Op op, String... inputs) {
            nodes.add(new Node(name, op, List.of(inputs), Shape.tokens(width)));
        }

        private FloatTensor matrix(int rows, int columns) {
            return FloatTensor.matrix("matrix", rows, columns, values(rows * columns, 1 / Math.sqrt(columns)));
        }

        private FloatTensor vector(int size) {
            return FloatTensor.vector("vector", values(size, 1));
        }

        private float[] values(int size, double scale) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) (random.nextGaussian() * scale);
            }
            return values;
        }
    }
}
