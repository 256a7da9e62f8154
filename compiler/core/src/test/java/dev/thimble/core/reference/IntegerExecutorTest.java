package dev.thimble.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every operator in one graph, with numbers that can be followed by hand. */
class IntegerExecutorTest {
    private static final Quantization UNIT = Quantization.symmetric(Precision.I8, 1);

    private final List<IntNode> nodes = new ArrayList<>();

    private void node(String name, IntOp op, Shape shape, String... inputs) {
        nodes.add(new IntNode(name, op, List.of(inputs), shape, UNIT));
    }

    private static IntTensor matrix(int rows, int columns, int... values) {
        return IntTensor.of("m", Precision.I8, List.of(rows, columns), values);
    }

    private static IntTensor vector(int... values) {
        return IntTensor.vector("v", Precision.I32, values);
    }

    private IntGraph graph() {
        Shape tokens = Shape.tokens(2);
        node("token", new IntOp.Embedding(new IndexSource.TokenId(), matrix(3, 2, 1, 2, 3, 4, 5, 6)), tokens);
        node("position", new IntOp.Embedding(new IndexSource.Position(), matrix(3, 2, 10, 0, 20, 0, 30, 0)), tokens);
        node(
                "sum",
                new IntOp.Add(List.of(Requantizer.of("a", 1), Requantizer.of("b", -1))),
                tokens,
                "token",
                "position");
        IntOp.Linear swap = new IntOp.Linear(matrix(2, 2, 0, 1, 1, 0), vector(0, 100), Requantizer.of("r", 1));
        node("linear", swap, tokens, "sum");
        IntTensor doubled = vector(1 << (32 - 28 + 8 + 1), 1 << (32 - 28 + 8 + 1));
        RowScale scale = new RowScale(0, 1L << 31, 31, 28);
        node("layer", new IntOp.LayerNorm(scale, doubled, vector(128, 128)), tokens, "sum");
        node("rms", new IntOp.RmsNorm(scale, doubled, vector(128, 128)), tokens, "sum");
        node(
                "attention",
                new IntOp.Attention(1, Requantizer.of("e", 1), 0x8000_0000L, 1),
                tokens,
                "token",
                "token",
                "sum");
        node(
                "convolution",
                new IntOp.DepthwiseConv1d(matrix(2, 2, 1, 2, 1, 2), vector(0, 0), Requantizer.of("r", 1)),
                tokens,
                "token");
        int[] negated =
                IntStream.rangeClosed(-128, 127).map(q -> Math.min(127, -q)).toArray();
        node("lookup", new IntOp.Lookup(IntTensor.vector("t", Precision.I8, negated)), tokens, "convolution");
        node("pool", new IntOp.Pool(PoolKind.FIRST), Shape.one(2), "lookup");
        node("logits", swap, Shape.one(2), "pool");
        return new IntGraph("all", 3, nodes);
    }

    @Test
    void everyOperatorsValueIsShownInOrder() {
        IntGraph graph = graph();
        List<String> seen = new ArrayList<>();
        Map<String, IntMatrix> values = new HashMap<>();
        int[] logits = new IntegerExecutor(graph).logits(new int[] {2, 0}, (node, matrix) -> {
            seen.add(node.name());
            values.put(node.name(), matrix);
        });
        assertThat(seen)
                .containsExactlyElementsOf(nodes.stream().map(IntNode::name).toList());
        rows(values, "token", 5, 6, 1, 2);
        rows(values, "position", 10, 0, 20, 0);
        rows(values, "sum", -5, 6, -19, 2);
        rows(values, "linear", 6, 95, 2, 81);
        // x less its mean of 0.5, rounded up to 1, is -6 and 5; less -8.5, rounded up to -8, it is -11 and 10.
        rows(values, "layer", -2, 1, -1, 1);
        rows(values, "rms", -1, 2, -2, 0);
        // Scores 61 and 17 weigh 255 and 226, scores 17 and 5 weigh 255 and 247.
        rows(values, "attention", -12, 4, -12, 4);
        rows(values, "convolution", 10, 12, 5 + 2, 6 + 4);
        rows(values, "lookup", -10, -12, -7, -10);
        rows(values, "pool", -10, -12);
        assertThat(logits).containsExactly(-12, 90);
        assertThat(new IntegerExecutor(graph).logits(new int[] {2, 0})).isEqualTo(logits);
    }

    private static void rows(Map<String, IntMatrix> values, String name, int... expected) {
        IntMatrix matrix = values.get(name);
        assertThat(matrix.width()).isEqualTo(2);
        assertThat(matrix.rows()).isEqualTo(expected.length / 2);
        for (int i = 0; i < expected.length; i++) {
            assertThat(matrix.at(i / 2, i % 2)).as("%s %d", name, i).isEqualTo(expected[i]);
        }
    }

    @Test
    void sequencesHaveOneTokenToAsManyAsTheGraphTakes() {
        IntegerExecutor executor = new IntegerExecutor(graph());
        assertThat(executor.logits(new int[] {1})).hasSize(2);
        assertThat(executor.logits(new int[] {1, 1, 1})).hasSize(2);
        assertThatThrownBy(() -> executor.logits(new int[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> executor.logits(new int[4])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void graphsAreCheckedForOrderAndNames() {
        IntGraph graph = graph();
        assertThat(graph.output().name()).isEqualTo("logits");
        assertThat(graph.node("rms").inputs()).containsExactly("sum");
        assertThat(graph.consumers("token"))
                .extracting(IntNode::name)
                .containsExactly("sum", "attention", "convolution");
        assertThatThrownBy(() -> graph.node("none")).isInstanceOf(IllegalArgumentException.class);
        IntNode logits = graph.output();
        assertThatThrownBy(() -> new IntGraph("g", 1, List.of(logits))).hasMessageContaining("before its input");
        IntNode token = graph.node("token");
        assertThatThrownBy(() -> new IntGraph("g", 1, List.of(token, token))).hasMessageContaining("two nodes");
        assertThatThrownBy(() -> new IntGraph("g", 1, List.of())).hasMessageContaining("empty");
    }
}
