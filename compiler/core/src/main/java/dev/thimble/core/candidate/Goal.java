package dev.thimble.core.candidate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a compilation is to be good at. */
public enum Goal {
    /** The smallest arena of all choices; among those, the fastest. */
    RAM,
    /** The fastest; among those, the smallest arena. */
    SPEED,
    /** The smallest arena of those that take at most a tenth longer than the fastest. */
    BALANCED;

    private static final int PER_CENT = 10;

    private static final Comparator<Candidate> BY_ARENA = Comparator.comparingLong(Candidate::arena);

    /** How the command line calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The goal of that name, if there is one. */
    public static Optional<Goal> named(String word) {
        return Stream.of(values()).filter(goal -> goal.word().equals(word)).findFirst();
    }

    /** The candidate that serves this goal best. */
    public Candidate pick(List<Candidate> candidates) {
        return switch (this) {
            case RAM -> least(candidates, BY_ARENA.thenComparing(Candidate::estimate));
            case SPEED ->
                least(candidates, Comparator.comparing(Candidate::estimate).thenComparing(BY_ARENA));
            case BALANCED -> RAM.pick(nearlyAsFast(candidates));
        };
    }

    private static List<Candidate> nearlyAsFast(List<Candidate> candidates) {
        Estimate fastest = SPEED.pick(candidates).estimate();
        return candidates.stream()
                .filter(candidate -> candidate.estimate().isWithin(PER_CENT, fastest))
                .toList();
    }

    private static Candidate least(List<Candidate> candidates, Comparator<Candidate> order) {
        return candidates.stream().min(order).orElseThrow();
    }
}
