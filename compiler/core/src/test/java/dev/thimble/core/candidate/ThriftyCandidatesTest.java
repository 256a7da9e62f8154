package dev.thimble.core.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.schedule.BertGraph;
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
    void noMoreThanFourPerCentOfTheArenaIsPaidForTime() {
        for (KernelSet kernels : KernelSets.all()) {
            for (int tokens : new int[] {16, 64, 256}) {
                List<Candidate> all = candidates(kernels, tokens);
                long usual = of(all, kernels.usualRows(), false).arena();
                List<Candidate> thrifty = ThriftyCandidates.of(all, kernels);
                assertThat(all)
                        .allSatisfy(candidate ->
                                assertThat(thrifty.contains(candidate)).isEqualTo(candidate.arena() <= usual * 1.04));
                assertThat(thrifty).isSubsetOf(all).contains(of(all, kernels.usualRows(), false));
            }
        }
    }

    /** A block of 8 rows costs less than it saves where the values that are stored are long. */
    @Test
    void longSequencesAffordLargerBlocks() {
        List<Candidate> all = candidates(KernelSets.DSP, 512);
        assertThat(ThriftyCandidates.of(all, KernelSets.DSP).get(0).choice().block())
                .isGreaterThan(KernelSets.DSP.usualRows());
    }
}
