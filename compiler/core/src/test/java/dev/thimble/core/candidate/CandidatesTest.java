package dev.thimble.core.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.schedule.BertGraph;
import dev.thimble.core.target.CostUnit;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.TargetCore;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final int WIDTH = 32;
    private static final int TOKENS = 64;

    private static List<Candidate> candidates(IntGraph graph) {
        return Candidates.of(graph, TargetCore.of(KernelSets.ARMV7M), 0);
    }

    @Test
    void theSmallestArenaOfAllIsThatOfRam() {
        List<Candidate> candidates = candidates(BertGraph.of(3, WIDTH, TOKENS));
        assertThat(candidates).hasSize(6);
        Candidate smallest = Goal.RAM.pick(candidates);
        assertThat(candidates).allMatch(candidate -> candidate.arena() >= smallest.arena());
        assertThat(smallest.choice()).isEqualTo(new Choice(1, true));
    }

    @Test
    void oneHeadAtATimeNeedsTheResidualTheOtherHeadsResultsAndItsOwnKeysAndValues() {
        List<Candidate> candidates = candidates(BertGraph.of(3, WIDTH, TOKENS));
        Candidate balanced = Goal.BALANCED.pick(candidates);
        assertThat(balanced.choice()).isEqualTo(new Choice(4, true));
        int stored = TOKENS * WIDTH + TOKENS * WIDTH / 2 + 2 * TOKENS * WIDTH / 2;
        assertThat(balanced.arena()).isBetween((long) stored, stored + 4L * 7 * WIDTH + 16L * TOKENS);
        assertThat(balanced.plan().optimal()).isTrue();
    }

    @Test
    void speedHasTheLeastEstimateAndComesFirst() {
        List<Candidate> candidates = candidates(BertGraph.of(2, WIDTH, TOKENS));
        Candidate fastest = Goal.SPEED.pick(candidates);
        assertThat(fastest).isEqualTo(candidates.get(0));
        assertThat(fastest.choice()).isEqualTo(new Choice(4, false));
        assertThat(candidates).allMatch(candidate -> candidate.estimate().compareTo(fastest.estimate()) >= 0);
        assertThat(Goal.BALANCED.pick(candidates).estimate().amount() * 10)
                .isLessThanOrEqualTo(fastest.estimate().amount() * 11);
    }

    /** Rows of which each has weights to itself: nothing is gained by more at a time but calls. */
    @Test
    void rowsAtATimeMatterToKernelsThatShareWeightsOnly() {
        IntGraph graph = BertGraph.of(2, WIDTH, TOKENS);
        assertThat(ratioOfOneRowToFour(graph, TargetCore.of(KernelSets.PORTABLE)))
                .isBetween(0.95, 1.05);
        assertThat(ratioOfOneRowToFour(graph, TargetCore.of(KernelSets.ARMV7M))).isGreaterThan(1.5);
    }

    private static double ratioOfOneRowToFour(IntGraph graph, TargetCore target) {
        List<Candidate> candidates = Candidates.of(graph, target, 0);
        return (double) amount(candidates, 1) / amount(candidates, 4);
    }

    private static long amount(List<Candidate> candidates, int block) {
        return candidates.stream()
                .filter(candidate -> candidate.choice().equals(new Choice(block, false)))
                .mapToLong(candidate -> candidate.estimate().amount())
                .sum();
    }

    @Test
    void anEstimateSaysOfWhatItIs() {
        IntGraph graph = BertGraph.of(1, WIDTH, 8);
        TargetCore other = TargetCore.of(KernelSets.ARMV6M, "Cortex-M0+");
        assertThat(Candidates.of(graph, other, 0))
                .allSatisfy(candidate -> assertThat(candidate.estimate().cpu()).isEqualTo("Cortex-M0+"));
        assertThat(Candidates.of(graph, TargetCore.of(KernelSets.DSP, "Cortex-M33"), 0))
                .as("of the core that the set was measured on")
                .allSatisfy(candidate -> assertThat(candidate.estimate().cpu()).isEqualTo("Cortex-M4"));
        assertThat(Candidates.of(graph, TargetCore.of(KernelSets.MVE), 0))
                .allSatisfy(candidate -> assertThat(candidate.estimate().unit()).isEqualTo(CostUnit.INSTRUCTIONS));
    }

    @Test
    void anArenaIsNeverSmallerThanWhatElseUsesIt() {
        assertThat(Candidates.of(BertGraph.of(1, WIDTH, 8), TargetCore.of(KernelSets.ARMV7M), 1 << 20))
                .allMatch(candidate -> candidate.arena() == 1 << 20);
    }
}
