package dev.thimble.core.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.schedule.BertGraph;
import dev.thimble.core.target.KernelSets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final int WIDTH = 32;
    private static final int TOKENS = 64;

    private static List<Candidate> candidates(IntGraph graph) {
        return Candidates.of(graph, KernelSets.PORTABLE, 0);
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
        assertThat(balanced.arena()).isBetween((long) stored, stored + 4L * 7 * WIDTH);
        assertThat(balanced.plan().optimal()).isTrue();
    }

    @Test
    void speedReadsTheWeightsLeastOftenAndComesFirst() {
        List<Candidate> candidates = candidates(BertGraph.of(2, WIDTH, TOKENS));
        Candidate fastest = Goal.SPEED.pick(candidates);
        assertThat(fastest).isEqualTo(candidates.get(0));
        assertThat(fastest.choice()).isEqualTo(new Choice(4, false));
        assertThat(candidates).allMatch(candidate -> candidate.cost().compareTo(fastest.cost()) >= 0);
        assertThat(Goal.BALANCED.pick(candidates).cost().weightReads())
                .isEqualTo(fastest.cost().weightReads());
    }

    @Test
    void splittingDoesNotChangeHowManyWeightsAreRead() {
        for (Candidate split : candidates(BertGraph.of(2, WIDTH, TOKENS))) {
            for (Candidate whole : candidates(BertGraph.of(2, WIDTH, TOKENS))) {
                if (split.choice().block() == whole.choice().block()) {
                    assertThat(split.cost().weightReads())
                            .isEqualTo(whole.cost().weightReads());
                }
            }
        }
    }

    @Test
    void anArenaIsNeverSmallerThanWhatElseUsesIt() {
        assertThat(Candidates.of(BertGraph.of(1, WIDTH, 8), KernelSets.PORTABLE, 1 << 20))
                .allMatch(candidate -> candidate.arena() == 1 << 20);
    }
}
