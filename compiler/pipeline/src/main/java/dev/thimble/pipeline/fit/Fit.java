package dev.thimble.pipeline.fit;

import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.model.CArray;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.target.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses how the models of one firmware are run, so that all of them fit together, and refuses what does not fit.
 *
 * @param models their ways to be run
 * @param limits of the board and the budget
 * @param arenas where they work
 */
public record Fit(List<Selection> models, Limits limits, Arenas arenas) {
    private static final int NAMED = 5;

    /** Copies the list. */
    public Fit {
        models = List.copyOf(models);
    }

    /**
     * How a model is run.
     *
     * @param candidates every way to run it, fastest first
     * @param candidate the one that was taken
     * @param code its C
     */
    public record Chosen(List<Candidate> candidates, Candidate candidate, CPackage code) {
        /** Copies the list. */
        public Chosen {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * The way of each model, in their order. Ends with a diagnostic where constants, arenas and contexts do not fit: all
     * limits that are passed, all that helps.
     */
    public List<Chosen> choose(List<IntGraph> graphs) {
        List<Ways> ways = ways(graphs);
        List<Candidate> candidates = fastestThatFit(ways);
        List<CPackage> code = code(ways, candidates);
        check(
                ways,
                code,
                MemoryNeeds.together(code.stream().map(MemoryNeeds::of).toList(), arenas),
                0);
        return IntStream.range(0, models.size())
                .mapToObj(at -> new Chosen(ways.get(at).candidates(), candidates.get(at), code.get(at)))
                .toList();
    }

    /**
     * Refuses graphs that do not fit, run as they would be chosen to run.
     *
     * @param more bytes of weights that calibration may add
     * @param saved bytes of weights that matrices of fewer bits will take less than those of the graphs
     */
    void check(List<IntGraph> graphs, long more, long saved) {
        List<Ways> ways = ways(graphs);
        List<Candidate> candidates = fastestThatFit(ways);
        MemoryNeeds needs = together(ways, candidates);
        if (!limits.fits(needs)) {
            check(ways, code(ways, candidates), needs.plus(Section.WEIGHTS, more - saved), saved);
        }
    }

    /**
     * The first rung of a ladder on which graphs fit, with room for so many bytes of code and stack: bits of each model.
     *
     * @param asked no more than these
     */
    Optional<List<WeightBits>> weightBits(List<IntGraph> graphs, long room, Ladder ladder, WeightBits asked) {
        List<Ways> ways = ways(graphs);
        MemoryNeeds least = together(ways, fastestThatFit(ways));
        return weightBits(graphs, ladder, asked, more -> limits.fits(least.plus(Section.WEIGHTS, more + room)));
    }

    /**
     * The first rung of a ladder on which everything fits.
     *
     * @param fits whether so many bytes more than now (or, negative, fewer) fit
     */
    static Optional<List<WeightBits>> weightBits(
            List<IntGraph> graphs, Ladder ladder, WeightBits asked, LongPredicate fits) {
        List<WeightBytes> models = graphs.stream().map(WeightBytes::of).toList();
        return ladder.rungs().stream()
                .map(bits -> bits.stream().map(each -> each.atMost(asked)).toList())
                .filter(bits -> fits.test(IntStream.range(0, models.size())
                        .mapToLong(at -> models.get(at).more(bits.get(at)))
                        .sum()))
                .findFirst();
    }

    /** The weights of a model. */
    private record WeightBytes(TokenTables tables, Matrices matrices) {
        static WeightBytes of(IntGraph graph) {
            return new WeightBytes(TokenTables.of(graph), Matrices.of(graph));
        }

        /** Bytes that they take in so many bits more than now. */
        long more(WeightBits bits) {
            return tables.more(bits.tokens()) + matrices.more(bits.matrices());
        }
    }

    private List<Ways> ways(List<IntGraph> graphs) {
        return IntStream.range(0, models.size())
                .mapToObj(at -> models.get(at).ways(graphs.get(at)))
                .toList();
    }

    private MemoryNeeds together(List<Ways> ways, List<Candidate> candidates) {
        return MemoryNeeds.together(
                IntStream.range(0, ways.size())
                        .mapToObj(at -> ways.get(at).of(candidates.get(at)))
                        .toList(),
                arenas);
    }

    /** As long as they do not fit, the one with the largest arena of those that can takes a smaller one. */
    List<Candidate> fastestThatFit(List<Ways> ways) {
        List<Candidate> candidates =
                new ArrayList<>(ways.stream().map(Ways::first).toList());
        Optional<Integer> largest = largest(ways, candidates);
        while (largest.isPresent() && !limits.fits(together(ways, candidates))) {
            int at = largest.get();
            ways.get(at).smallerThan(candidates.get(at)).ifPresent(smaller -> candidates.set(at, smaller));
            largest = largest(ways, candidates);
        }
        return candidates;
    }

    private static Optional<Integer> largest(List<Ways> ways, List<Candidate> candidates) {
        return IntStream.range(0, ways.size())
                .boxed()
                .filter(at -> ways.get(at).smallerThan(candidates.get(at)).isPresent())
                .max(Comparator.comparingLong(at -> candidates.get(at).arena()));
    }

    private List<CPackage> code(List<Ways> ways, List<Candidate> candidates) {
        return IntStream.range(0, ways.size())
                .mapToObj(at -> ways.get(at).code(candidates.get(at)))
                .toList();
    }

    private void check(List<Ways> ways, List<CPackage> code, MemoryNeeds needs, long saved) {
        List<Limits.Overflow> overflows = limits.overflows(needs);
        if (!overflows.isEmpty()) {
            Goal goal = models.get(0).goal().orElse(Goal.RAM);
            throw new ThimbleException(MemoryProblem.OVER_BUDGET
                    .at(
                            "largest: " + largest(code),
                            overflows.stream().map(Limits.Overflow::sentence).collect(Collectors.joining(", and ")))
                    .withHint(new Remedies(ways, arenas, needs, saved, Forecast.CODE_AND_STACK, limits, goal).hint()));
        }
    }

    private static String largest(List<CPackage> code) {
        return code.stream()
                .flatMap(model -> model.constants().stream().map(array -> new Constant(model.name(), array)))
                .sorted(Comparator.comparingLong(Constant::bytes).reversed())
                .limit(NAMED)
                .map(constant -> constant.text(code.size() > 1))
                .collect(Collectors.joining(", "));
    }

    /** A constant of a model. */
    private record Constant(String model, CArray array) {
        long bytes() {
            return array.bytes();
        }

        String text(boolean ofSeveral) {
            return array.name() + (ofSeveral ? " of " + model : "") + " " + Budget.bytes(bytes());
        }
    }
}
