package dev.thimble.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.target.KernelSets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final int WIDTH = 32;
    private static final int TOKENS = 64;

    private static Schedule schedule(int layers, int block) {
        return Scheduler.schedule(BertGraph.of(layers, WIDTH, TOKENS), block, KernelSets.PORTABLE);
    }

    private static List<String> names(Loop loop) {
        return loop.steps().stream().map(IntNode::name).toList();
    }

    @Test
    void aModelRunsInOneLoopForEachLayerAndOneForItsKeysAndValues() {
        List<Loop> loops = schedule(2, 4).loops();
        assertThat(loops).hasSize(5);
        assertThat(names(loops.get(0))).containsExactly("word", "position", "embeddings", "x0");
        assertThat(names(loops.get(1))).containsExactly("k0", "v0");
        assertThat(names(loops.get(2))).containsExactly("q0", "a0", "o0", "s0", "h0", "f0", "g0", "y0", "z0", "x1");
        assertThat(names(loops.get(3))).containsExactly("k1", "v1");
        assertThat(names(loops.get(4)))
                .containsExactly("q1", "a1", "o1", "s1", "h1", "f1", "g1", "y1", "z1", "x2", "pool", "logits");
    }

    @Test
    void theLastLayerComputesOnlyTheRowThatIsPooled() {
        Schedule schedule = schedule(2, 4);
        List<Extent> extents = schedule.loops().stream().map(Loop::extent).toList();
        assertThat(extents).containsExactly(Extent.ALL, Extent.ALL, Extent.ALL, Extent.ALL, Extent.FIRST);
        assertThat(schedule.rowsHeld(schedule.graph().node("f1"))).isEqualTo(1);
        assertThat(schedule.rowsHeld(schedule.graph().node("f0"))).isEqualTo(4);
        assertThat(schedule.rowsHeld(schedule.graph().node("k1"))).isEqualTo(TOKENS);
    }

    @Test
    void onlyWhatLaterLoopsReadIsStored() {
        assertThat(schedule(2, 4).stored()).containsExactlyInAnyOrder("x0", "k0", "v0", "x1", "k1", "v1", "logits");
    }

    @Test
    void theResidualStreamIsOneBufferOverwrittenInPlace() {
        MemoryPlan plan = Planner.plan(schedule(3, 4));
        assertThat(plan.of("x1")).isEqualTo(plan.of("x0"));
        assertThat(plan.of("x2")).isEqualTo(plan.of("x0"));
        assertThat(plan.of("k0")).isNotEqualTo(plan.of("v0"));
    }

    @Test
    void theArenaIsThreeStoredValuesAndOneBlockOfTheFeedForward() {
        for (int block : new int[] {1, 2, 4, 8}) {
            MemoryPlan plan = Planner.plan(schedule(2, block));
            int stored = 3 * TOKENS * WIDTH;
            // The 8-bit row of the first norm beside the feed-forward, whose activation is in place, and the 16-bit
            // sum.
            int feedForward = block * (WIDTH + 4 * WIDTH + 2 * WIDTH);
            // The queries, which the result overwrites, and a row's scores.
            int attention = block * WIDTH + 4 * TOKENS;
            assertThat(plan.arena())
                    .as("block %d", block)
                    .isEqualTo(stored + Math.max(feedForward, attention))
                    .isEqualTo(plan.lowerBound());
            assertThat(plan.optimal()).isTrue();
        }
    }

    @Test
    void moreLayersNeedNoMoreMemory() {
        long two = Planner.plan(schedule(2, 4)).arena();
        assertThat(Planner.plan(schedule(5, 4)).arena()).isEqualTo(two);
    }

    @Test
    void blocksAreNoLongerThanTheSequence() {
        IntGraph graph = BertGraph.of(2, WIDTH, 3);
        Schedule schedule = Scheduler.schedule(graph, 8, KernelSets.PORTABLE);
        assertThat(schedule.rowsHeld(graph.node("f0"))).isEqualTo(3);
    }

    @Test
    void everyValueIsMadeOnce() {
        Schedule schedule = schedule(4, 4);
        List<String> made =
                schedule.loops().stream().flatMap(loop -> names(loop).stream()).toList();
        assertThat(made).doesNotHaveDuplicates().hasSameSizeAs(schedule.graph().nodes());
        IntStream.range(0, schedule.loops().size())
                .forEach(i -> names(schedule.loops().get(i))
                        .forEach(name -> assertThat(schedule.loopOf(name)).isEqualTo(i)));
    }
}
