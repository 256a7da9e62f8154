package dev.thimble.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MatrixLayout;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WideningTest {
    private static final int WIDTH = 32;

    private static Schedule schedule(KernelSet kernels) {
        return Scheduler.schedule(BertGraph.of(2, WIDTH, 64), 4, kernels);
    }

    private static long weights(Schedule schedule) {
        return schedule.graph().nodes().stream()
                .mapToLong(node -> node.op() instanceof IntOp.Linear op
                        ? schedule.layout(node, op).weights(op).bytes()
                        : 0)
                .sum();
    }

    @Test
    void everyProductOfAllTokensIsWidenedWhereFlashIsNotShort() {
        Schedule schedule = schedule(KernelSets.DSP);
        Schedule widened = Widening.widest(schedule, more -> true);
        for (IntNode node : widened.graph().nodes()) {
            if (node.op() instanceof IntOp.Linear op) {
                boolean hot = schedule.loops().get(schedule.loopOf(node.name())).extent() == Extent.ALL;
                assertThat(widened.layout(node, op) == MatrixLayout.WIDENED)
                        .as(node.name())
                        .isEqualTo(hot);
            }
        }
        assertThat(Widening.bytes(widened)).isEqualTo(weights(widened) - weights(schedule));
    }

    @Test
    void asManyAreWidenedAsFitLargestFirst() {
        Schedule schedule = schedule(KernelSets.DSP);
        long all = Widening.bytes(Widening.widest(schedule, more -> true));
        Schedule some = Widening.widest(schedule, more -> more <= all / 2);
        assertThat(Widening.bytes(some)).isPositive().isLessThanOrEqualTo(all / 2);
        Schedule one = Widening.widest(schedule, more -> more <= 4L * WIDTH * WIDTH);
        assertThat(one.widened()).hasSize(1);
        assertThat(Widening.widest(schedule, more -> false).widened()).isEmpty();
    }

    @Test
    void setsWithoutSuchKernelsWidenNothing() {
        for (KernelSet kernels : Set.of(KernelSets.PORTABLE, KernelSets.ARMV7M, KernelSets.MVE)) {
            assertThat(Widening.widest(schedule(kernels), more -> true).widened())
                    .isEmpty();
        }
    }
}
