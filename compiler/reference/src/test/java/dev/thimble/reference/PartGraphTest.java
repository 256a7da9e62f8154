package dev.thimble.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Op;
import dev.thimble.core.train.FreshHead;
import dev.thimble.core.train.PartGraph;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.testing.TrainableGraph;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartGraphTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aHeadThatSeesTheMeanComputesWhatItDid(long seed) {
        Graph graph = TrainableGraph.of(seed, "x");
        Graph wider = PartGraph.of(new TrainablePart.HeadAndMean(), graph);
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            int[] ids = random.ints(1 + random.nextInt(graph.maxTokens()), 0, graph.vocabulary())
                    .toArray();
            assertThat(new OrderedExecutor(wider).logits(ids)).isEqualTo(new OrderedExecutor(graph).logits(ids));
        }
    }

    /** The mean is that of the last value that everything goes through before tokens are mixed: the norm behind the sum. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theMeanIsThatOfTheEmbeddings(long seed) {
        Graph wider = PartGraph.of(new TrainablePart.HeadAndMean(), TrainableGraph.of(seed, "x"));
        assertThat(wider.nodes())
                .filteredOn(node -> node.op() instanceof Op.Mean)
                .singleElement()
                .satisfies(node -> assertThat(node.inputs()).containsExactly("norm"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void aFreshHeadHasOtherLabelsAndKnowsNothing(int labels) {
        Graph fresh = FreshHead.empty(FreshHead.projecting(TrainableGraph.of(1, "x"), labels));
        assertThat(new OrderedExecutor(fresh).logits(new int[] {1, 2}))
                .containsOnly(0f)
                .hasSize(labels);
    }
}
