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
    /** The smallest arena of those that read no weight more often than the fastest does. */
    BALANCED;

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
            case RAM -> least(candidates, BY_ARENA.thenComparing(Candidate::cost));
            case SPEED ->
                least(candidates, Comparator.comparing(Candidate::cost).thenComparing(BY_ARENA));
            case BALANCED -> RAM.pick(asFewReads(candidates));
        };
    }

    private static List<Candidate> asFewReads(List<Candidate> candidates) {
        long fewest = SPEED.pick(candidates).cost().weightReads();
        return candidates.stream()
                .filter(candidate -> candidate.cost().weightReads() == fewest)
                .toList();
    }

    private static Candidate least(List<Candidate> candidates, Comparator<Candidate> order) {
        return candidates.stream().min(order).orElseThrow();
    }
}
