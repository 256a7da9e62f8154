package dev.thimble.pipeline.fit;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.integer.IntGraph;
import java.util.List;
import java.util.Optional;

/**
 * The ways to run one model.
 *
 * @param selection of the model
 * @param graph what is run, not split
 * @param test what an image tests itself with, where constants are in one
 * @param candidates every way, fastest first
 * @param considered those that may be taken, the one that is taken if there is room first
 * @param needs of any candidate, but for its arena
 */
record Ways(
        Selection selection,
        IntGraph graph,
        Optional<SelfTest> test,
        List<Candidate> candidates,
        List<Candidate> considered,
        MemoryNeeds needs) {
    /** Copies the lists. */
    Ways {
        candidates = List.copyOf(candidates);
        considered = List.copyOf(considered);
    }

    /** What is taken if there is room. */
    Candidate first() {
        return considered.get(0);
    }

    /** The next one that takes less RAM, if there is any. */
    Optional<Candidate> smallerThan(Candidate candidate) {
        return considered.stream()
                .filter(other -> other.arena() < candidate.arena())
                .findFirst();
    }

    /** The same with other needs. */
    Ways with(MemoryNeeds other) {
        return new Ways(selection, graph, test, candidates, considered, other);
    }

    /** The needs of a candidate. */
    MemoryNeeds of(Candidate candidate) {
        return needs.withArena(candidate.arena());
    }

    /** The package of a candidate. */
    CPackage code(Candidate candidate) {
        return selection.code(candidate, test);
    }
}
