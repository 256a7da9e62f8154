package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.testing.DoubleExecutor;
import dev.thimble.testing.RandomGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The executor that calibrates, on random graphs. */
class OrderedExecutorTest {
    private static final int SEEDS = 300;

    /** Relative to a value's largest magnitude; the deepest of the graphs have a hundred roundings in a chain. */
    private static final double CLOSE = 1e-3;

    /** Every bit of every value of the first graphs: a machine on which this differs writes other packages. */
    private static final long BITS = 8_597_029_592_515_649_591L;

    private static int[] ids(long seed, Graph graph) {
        return new Random(seed)
                .ints(graph.maxTokens(), 0, RandomGraph.LEAST_VOCABULARY)
                .toArray();
    }

    @Test
    void itComputesEveryValueByItsDefinition() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Graph graph = RandomGraph.of(seed, "m" + seed);
            Map<String, float[]> expected = new HashMap<>();
            new DoubleExecutor(graph)
                    .logits(ids(seed, graph), (node, rows, values) -> expected.put(node.name(), values.clone()));
            String described = "seed " + seed + " ";
            new OrderedExecutor(graph)
                    .logits(
                            ids(seed, graph),
                            (node, rows, values) ->
                                    assertClose(described + node.name(), expected.get(node.name()), values));
        }
    }

    private static void assertClose(String where, float[] expected, float[] actual) {
        assertThat(actual).as(where).hasSameSizeAs(expected);
        double largest = 1e-6;
        double off = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            off = Math.max(off, Math.abs(expected[i] - actual[i]));
        }
        assertThat(off).as(where).isLessThanOrEqualTo(CLOSE * largest);
    }

    @Test
    void itsBitsAreTheSameEverywhere() {
        long[] digest = {1};
        FloatObserver observer = (node, rows, values) -> {
            for (float value : values) {
                digest[0] = 1_000_003 * digest[0] + Float.floatToIntBits(value);
            }
        };
        for (long seed = 1; seed <= SEEDS; seed++) {
            Graph graph = RandomGraph.of(seed, "m" + seed);
            new OrderedExecutor(graph).logits(ids(seed, graph), observer);
        }
        assertThat(digest[0]).isEqualTo(BITS);
    }
}
