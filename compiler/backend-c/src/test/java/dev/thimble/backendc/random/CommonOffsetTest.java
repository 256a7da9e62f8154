package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.equalize.EqualizeChannels;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.reference.IntegerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants that change no label of the float model change none of the integer model, however large they are. */
class CommonOffsetTest {
    private static final int SEEDS = 25;
    private static final int WIDTH = 24;
    private static final int HEADS = 3;
    private static final int TOKENS = 12;
    private static final int LABELS = 5;
    private static final int VOCABULARY = 40;

    /** BERT with one layer, every constant that does not count moved by {@code offset}. */
    private static final class Layer {
        private final Random random;
        private final double offset;
        private final List<Node> nodes = new ArrayList<>();

        Layer(long seed, double offset) {
            this.random = new Random(seed);
            this.offset = offset;
        }

        /** Normally distributed around a mean. */
        private FloatTensor tensor(int rows, int columns, double deviation, double mean) {
            return FloatTensor.matrix("w", rows, columns, new float[rows * columns])
                    .with(i -> mean + deviation * random.nextGaussian());
        }

        private FloatTensor vector(int size, double deviation, double mean) {
            return FloatTensor.vector("b", new float[size]).with(i -> mean + deviation * random.nextGaussian());
        }

        private void node(String name, Op op, String... inputs) {
            boolean one = op instanceof Op.Pool || name.equals("classifier");
            int width = op instanceof Op.Linear linear ? linear.weight().rows() : WIDTH;
            nodes.add(new Node(name, op, List.of(inputs), one ? Shape.one(width) : Shape.tokens(width)));
        }

        private void linear(String name, String input, double mean) {
            node(name, new Op.Linear(tensor(WIDTH, WIDTH, 0.3, 0), vector(WIDTH, 0.1, mean)), input);
        }

        private void norm(String name, String input) {
            node(name, new Op.LayerNorm(vector(WIDTH, 0.1, 1), vector(WIDTH, 0.1, 0), 1e-6), input);
        }

        Graph graph() {
            node("token", new Op.Embedding(new IndexSource.TokenId(), tensor(VOCABULARY, WIDTH, 1, -offset)));
            node("position", new Op.Embedding(new IndexSource.Position(), tensor(TOKENS, WIDTH, 0.3, 2 * offset)));
            node("embedding", new Op.Add(), "token", "position");
            norm("first", "embedding");
            linear("query", "first", 0);
            linear("key", "first", offset);
            linear("value", "first", 0);
            node("attention", new Op.Attention(HEADS, 1 / Math.sqrt((double) WIDTH / HEADS)), "query", "key", "value");
            linear("output", "attention", offset);
            node("sum", new Op.Add(), "output", "first");
            norm("second", "sum");
            node("pool", new Op.Pool(PoolKind.FIRST), "second");
            node("classifier", new Op.Linear(tensor(LABELS, WIDTH, 0.3, 0), vector(LABELS, 0.1, offset)), "pool");
            return new Graph("g", TOKENS, nodes);
        }
    }

    private static IntGraph quantized(Graph graph, List<int[]> inputs) {
        Graph folded = Pipeline.standard().prepare(graph);
        Graph equalized = EqualizeChannels.run(folded, calibrated(folded, inputs));
        return Quantizer.quantize(equalized, calibrated(equalized, inputs));
    }

    private static Calibration calibrated(Graph graph, List<int[]> inputs) {
        return Calibration.of(graph, new OrderedExecutor(graph), inputs);
    }

    private static double[] logits(IntGraph graph, int[] ids) {
        return IntStream.of(new IntegerExecutor(graph).logits(ids))
                .mapToDouble(graph.output().quantization()::real)
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -50, 1000})
    void theLogitsAreThoseOfTheModelWithoutThem(double offset) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            List<int[]> inputs = Stream.generate(
                            () -> random.ints(TOKENS, 0, VOCABULARY).toArray())
                    .limit(20)
                    .toList();
            IntGraph plain = quantized(new Layer(seed, 0).graph(), inputs);
            IntGraph moved = quantized(new Layer(seed, offset).graph(), inputs);
            for (int[] ids : inputs) {
                double[] expected = logits(plain, ids);
                double[] actual = logits(moved, ids);
                for (int label = 0; label < LABELS; label++) {
                    assertThat(actual[label] - offset)
                            .as("seed %d, label %d", seed, label)
                            .isCloseTo(expected[label], within(0.25));
                }
            }
        }
    }
}
