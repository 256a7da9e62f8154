package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.equalize.EqualizeChannels;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.testing.RandomGraph;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Weights of any finite size give a model or one diagnostic. */
class ExtremeWeightsTest {
    private static final int SEEDS = 150;

    /** One tensor in so many is scaled. */
    private static final double SHARE = 0.15;

    @Test
    void aModelOfAnyWeightsIsQuantisedOrRefusedByName() {
        int refused = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Graph graph = extreme(RandomGraph.of(seed, "m" + seed), new Random(seed));
            try {
                run(seed, graph);
            } catch (ThimbleException e) {
                assertThat(e.diagnostic().where()).as("seed %d", seed).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).as("graphs that are refused").isBetween(SEEDS / 20, SEEDS * 9 / 10);
    }

    private static void run(long seed, Graph graph) {
        Graph folded = Pipeline.standard().prepare(graph);
        List<int[]> inputs = Stream.generate(new Random(seed)::nextInt)
                .map(any -> new Random(any)
                        .ints(folded.maxTokens(), 0, folded.vocabulary())
                        .toArray())
                .limit(3)
                .toList();
        Graph equalized = EqualizeChannels.run(folded, calibrated(folded, inputs));
        IntGraph integers = Quantizer.quantize(equalized, calibrated(equalized, inputs));
        inputs.forEach(ids -> assertThatCode(() -> new IntegerExecutor(integers).logits(ids))
                .as("seed %d", seed)
                .doesNotThrowAnyException());
    }

    private static Calibration calibrated(Graph graph, List<int[]> inputs) {
        return Calibration.of(graph, new OrderedExecutor(graph), inputs);
    }

    private static Graph extreme(Graph graph, Random random) {
        return graph.withNodes(graph.nodes().stream()
                .map(node -> new Node(node.name(), extreme(node.op(), random), node.inputs(), node.shape()))
                .toList());
    }

    private static Op extreme(Op op, Random random) {
        if (op instanceof Op.Linear linear) {
            return new Op.Linear(extreme(linear.weight(), random), extreme(linear.bias(), random));
        }
        if (op instanceof Op.Embedding embedding) {
            return new Op.Embedding(embedding.source(), extreme(embedding.table(), random));
        }
        if (op instanceof Op.LayerNorm norm) {
            return new Op.LayerNorm(extreme(norm.gain(), random), extreme(norm.bias(), random), norm.epsilon());
        }
        return op;
    }

    /** Times any power of ten that leaves the tensor finite. */
    private static FloatTensor extreme(FloatTensor tensor, Random random) {
        if (random.nextDouble() > SHARE) {
            return tensor;
        }
        double factor = Double.parseDouble("1e" + (random.nextInt(77) - 38));
        return tensor.with(i -> Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, tensor.at(i) * factor)));
    }
}
