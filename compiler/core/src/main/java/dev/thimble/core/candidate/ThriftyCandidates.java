package dev.thimble.core.candidate;

import dev.thimble.core.target.KernelSet;
import java.math.BigInteger;
import java.util.List;

/**
 * What is open to a compilation without a goal: RAM is what boards have least of, so time may cost only a little of it.
 * Either the arena is hardly larger than the usual one, or more time is saved than that.
 */
public final class ThriftyCandidates {
    /** Of the arena. */
    private static final long PER_CENT = 4;

    /** Per cent of the arena that may be paid for each per cent of time. */
    private static final long RATE = 2;

    private ThriftyCandidates() {}

    /**
     * The candidates with at most 4 % more arena than the usual rows need with all heads together, and those that take at
     * most 2 % more arena than the fastest of these for each per cent of its time that they save; in their order.
     */
    public static List<Candidate> of(List<Candidate> candidates, KernelSet kernels) {
        Choice usual = new Choice(kernels.usualRows(), false);
        long arena = candidates.stream()
                .filter(candidate -> candidate.choice().equals(usual))
                .mapToLong(Candidate::arena)
                .findFirst()
                .orElseThrow();
        List<Candidate> small = candidates.stream()
                .filter(candidate -> candidate.arena() * 100 <= arena * (100 + PER_CENT))
                .toList();
        Candidate fastest = Goal.SPEED.pick(small);
        return candidates.stream()
                .filter(candidate -> small.contains(candidate) || isWorth(candidate, fastest))
                .toList();
    }

    /** Whether what it saves of another one's time makes up for the arena that it takes more. */
    private static boolean isWorth(Candidate candidate, Candidate other) {
        BigInteger more =
                product(candidate.arena() - other.arena(), other.estimate().amount());
        BigInteger saved =
                product(other.estimate().amount() - candidate.estimate().amount(), other.arena() * RATE);
        return more.compareTo(saved) <= 0;
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
