package dev.thimble.core.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.schedule.BertGraph;
import dev.thimble.core.target.CostUnit;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.TargetCore;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThriftyCandidatesTest {
    private static Candidate of(List<Candidate> candidates, int block, boolean headByHead) {
        return candidates.stream()
                .filter(candidate -> candidate.choice().equals(new Choice(block, headByHead)))
                .findFirst()
                .orElseThrow();
    }

    private static List<Candidate> candidates(KernelSet kernels, int tokens) {
        return Candidates.of(BertGraph.of(2, 32, tokens), TargetCore.of(kernels), 0);
    }

    @Test
    void noMoreThanFourPerCentOfTheArenaIsPaidUnlessMoreTimeIsSaved() {
        for (KernelSet kernels : KernelSets.all()) {
            for (int tokens : new int[] {16, 64, 256}) {
                List<Candidate> all = candidates(kernels, tokens);
                Candidate usual = of(all, kernels.usualRows(), false);
                List<Candidate> thrifty = ThriftyCandidates.of(all, kernels);
                Candidate small = all.stream()
                        .filter(candidate -> candidate.arena() <= usual.arena() * 1.04)
                        .findFirst()
                        .orElseThrow();
                assertThat(all)
                        .allSatisfy(candidate -> assertThat(thrifty.contains(candidate))
                                .isEqualTo(candidate.arena() <= usual.arena() * 1.04 || isWorth(candidate, small)));
                assertThat(thrifty).isSubsetOf(all).contains(usual);
            }
        }
    }

    private static boolean isWorth(Candidate candidate, Candidate small) {
        double arena = (double) candidate.arena() / small.arena() - 1;
        double time =
                1 - (double) candidate.estimate().amount() / small.estimate().amount();
        return arena <= 2 * time;
    }

    @Test
    void aPerCentOfTimeIsWorthTwoOfTheArena() {
        Candidate usual = made(4, 10_000, 1_000_000);
        Candidate worth = made(8, 11_000, 950_000);
        Candidate notWorth = made(16, 11_001, 950_000);
        assertThat(ThriftyCandidates.of(List.of(worth, notWorth, usual), KernelSets.DSP))
                .containsExactly(worth, usual);
    }

    private static Candidate made(int block, long arena, long cycles) {
        Candidate any = candidates(KernelSets.DSP, 16).get(0);
        return new Candidate(
                new Choice(block, false),
                any.schedule(),
                any.plan(),
                arena,
                new Estimate(cycles, CostUnit.CYCLES, "Cortex-M4"));
    }

    /** A block of 8 rows costs less than it saves where the values that are stored are long. */
    @Test
    void longSequencesAffordLargerBlocks() {
        List<Candidate> all = candidates(KernelSets.DSP, 512);
        assertThat(ThriftyCandidates.of(all, KernelSets.DSP).get(0).choice().block())
                .isGreaterThan(KernelSets.DSP.usualRows());
    }
}
