package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.Removal;
import dev.thimble.core.pass.RemoveDeadChannels;
import dev.thimble.core.prune.PruneShare;
import dev.thimble.core.prune.Pruner;
import dev.thimble.core.prune.Pruning;
import dev.thimble.testing.RandomGraph;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random graphs, pruned: what is left is a graph, and as much went as is said. */
class PrunedGraphTest {
    private static final int SEEDS = 120;
    private static final int AT_LEAST = 30;

    @Test
    void whatIsLeftIsAGraph() {
        check(seed -> RandomGraph.of(seed, "m" + seed));
    }

    @Test
    void soItIsWherePartsAreMadeToBePruned() {
        check(seed -> DeadWeightsTest.parts(new Random(seed), "m" + seed));
    }

    private static void check(LongFunction<Graph> graphs) {
        int narrower = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Graph live = new RemoveDeadChannels().run(graphs.apply(seed));
            List<int[]> sequences = sequences(seed, live);
            PruneShare share = new PruneShare(1 + (int) (seed * 7 % 90));
            Pruning pruning = new Pruner(live, sequences, sequences).prune(share);
            assertThat(finite(pruning.graph(), sequences)).as("seed " + seed).isEqualTo(finite(live, sequences));
            assertThat(new RemoveDeadChannels().run(pruning.graph())).isEqualTo(pruning.graph());
            assertThat(Removal.between(live, pruning.graph()).stream()
                            .mapToLong(Removal::weights)
                            .sum())
                    .as("seed " + seed)
                    .isEqualTo(matrices(live) - matrices(pruning.graph()))
                    .isGreaterThanOrEqualTo(pruning.gone());
            narrower += pruning.gone() > 0 ? 1 : 0;
        }
        assertThat(narrower).as("graphs with narrower values").isGreaterThan(AT_LEAST);
    }

    private static List<int[]> sequences(long seed, Graph graph) {
        Random random = new Random(seed);
        int vocabulary = graph.vocabulary() < Short.MAX_VALUE ? graph.vocabulary() : 2;
        return Stream.generate(() -> random.ints(1 + random.nextInt(graph.maxTokens()), 0, vocabulary)
                        .toArray())
                .limit(24)
                .toList();
    }

    private static boolean finite(Graph graph, List<int[]> sequences) {
        OrderedExecutor executor = new OrderedExecutor(graph);
        return sequences.stream().map(executor::logits).allMatch(PrunedGraphTest::isFinite);
    }

    private static boolean isFinite(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                return false;
            }
        }
        return true;
    }

    /** Weights of matrices, taps and tables. */
    static long matrices(Graph graph) {
        return graph.nodes().stream()
                .flatMap(node -> node.op().tensors().stream())
                .filter(tensor -> tensor.dims().size() == 2)
                .mapToLong(FloatTensor::size)
                .sum();
    }
}
