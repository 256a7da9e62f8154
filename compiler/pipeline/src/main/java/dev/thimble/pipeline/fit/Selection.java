package dev.thimble.pipeline.fit;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.optimize.Candidate;
import dev.thimble.core.optimize.Candidates;
import dev.thimble.core.optimize.Goal;
import dev.thimble.core.optimize.Thrift;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.Section;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.Model;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Chooses how a model is run, and refuses one that does not fit.
 *
 * @param installation for templates and runtime
 * @param model whose labels the package gets
 * @param tokenizer its tokenizer
 * @param kernels of the board
 * @param limits of the board and the budget
 * @param goal what the user wants; where nothing, the fastest thrifty way that fits
 * @param constants how the code finds them
 */
public record Selection(
        Installation installation,
        Model model,
        TokenizerTables tokenizer,
        KernelSet kernels,
        Limits limits,
        Optional<Goal> goal,
        Constants constants) {
    /** The selection for a model. */
    public static Selection of(
            Installation installation,
            Model model,
            KernelSet kernels,
            Limits limits,
            Optional<Goal> goal,
            Constants constants) {
        TokenizerTables tokenizer = TokenizerTables.of(model.tokenizer(), model.name());
        return new Selection(installation, model, tokenizer, kernels, limits, goal, constants);
    }

    private static final int NAMED = 5;

    /** Bytes that widened weights leave to code, which is not known before the build: some 20,000 and their like again. */
    private static final long CODE_ROOM = 64L << 10;

    /** Every way to run the graph, fastest first. */
    public List<Candidate> candidates(IntGraph integers) {
        return Candidates.of(integers, kernels, CPackage.leastArena(tokenizer));
    }

    /**
     * What the goal asks for; without one the fastest thrifty one that fits, or the smallest of all where none does.
     */
    public Candidate choose(List<Candidate> candidates) {
        return choose(candidates, () -> needs(candidates));
    }

    private Candidate choose(List<Candidate> candidates, Supplier<Needs> needs) {
        return goal.map(goal -> goal.pick(candidates)).orElseGet(() -> fastestThatFits(candidates, needs.get()));
    }

    private Candidate fastestThatFits(List<Candidate> candidates, Needs needs) {
        return Thrift.of(candidates, kernels).stream()
                .filter(candidate -> limits.fits(needs.withArena(candidate.arena())))
                .findFirst()
                .orElseGet(() -> Goal.RAM.pick(candidates));
    }

    /** The needs of any candidate, but for its arena. */
    private Needs needs(List<Candidate> candidates) {
        return Needs.of(code(candidates.get(0), candidates.get(0).schedule()));
    }

    /** The loops of a candidate; where speed is asked for, with as many weights widened as flash has room for. */
    public Schedule loops(Candidate candidate) {
        Schedule schedule = candidate.schedule();
        if (!goal.equals(Optional.of(Goal.SPEED))) {
            return schedule;
        }
        Needs needs = Needs.of(code(candidate, schedule));
        return Pipeline.WIDENING.run(schedule, more -> limits.fits(needs.plus(Section.WEIGHTS, more + CODE_ROOM)));
    }

    /** The package of a candidate. */
    public CPackage code(Candidate candidate, Schedule loops) {
        return CPackage.of(installation, loops, candidate.plan(), model.task(), tokenizer, constants);
    }

    /** Whether a graph fits, run as it would be chosen to run. */
    boolean fits(IntGraph integers) {
        List<Candidate> candidates = candidates(integers);
        Needs needs = needs(candidates);
        return limits.fits(needs.withArena(choose(candidates, () -> needs).arena()));
    }

    /**
     * Refuses a graph that does not fit, run as it would be chosen to run.
     *
     * @param more bytes of weights that calibration may add
     */
    void check(IntGraph integers, long more) {
        Candidate chosen = choose(candidates(integers));
        CPackage code = code(chosen, chosen.schedule());
        check(integers, code, Needs.of(code).plus(Section.WEIGHTS, more));
    }

    /** Refuses a package whose constants, arena and context do not fit: all limits that are passed, all that helps. */
    public void check(IntGraph integers, CPackage code) {
        check(integers, code, Needs.of(code));
    }

    private void check(IntGraph integers, CPackage code, Needs needs) {
        List<Limits.Overflow> overflows = limits.overflows(needs);
        if (!overflows.isEmpty()) {
            Remedies remedies = new Remedies(
                    integers, kernels, CPackage.leastArena(tokenizer), needs, limits, goal.orElse(Goal.RAM));
            throw new ThimbleException(MemoryProblem.OVER_BUDGET
                    .at(
                            "largest: " + largest(code),
                            overflows.stream().map(Limits.Overflow::sentence).collect(Collectors.joining(", and ")))
                    .withHint(remedies.hint()));
        }
    }

    private static String largest(CPackage code) {
        return code.constants().stream()
                .limit(NAMED)
                .map(array -> array.name() + " " + Budget.bytes(array.bytes()))
                .collect(Collectors.joining(", "));
    }
}
