package dev.thimble.core.candidate;

import dev.thimble.core.target.KernelSet;
import java.util.List;

/** What is open to a compilation without a goal: RAM is what boards have least of, so time may cost only a little. */
public final class ThriftyCandidates {
    /** Of the arena. */
    private static final long PER_CENT = 4;

    private ThriftyCandidates() {}

    /** The candidates with at most 4 % more arena than the usual rows need with all heads together, in their order. */
    public static List<Candidate> of(List<Candidate> candidates, KernelSet kernels) {
        Choice usual = new Choice(kernels.usualRows(), false);
        long arena = candidates.stream()
                .filter(candidate -> candidate.choice().equals(usual))
                .mapToLong(Candidate::arena)
                .findFirst()
                .orElseThrow();
        return candidates.stream()
                .filter(candidate -> candidate.arena() * 100 <= arena * (100 + PER_CENT))
                .toList();
    }
}
