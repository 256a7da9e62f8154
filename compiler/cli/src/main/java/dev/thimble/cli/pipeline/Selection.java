package dev.thimble.cli.pipeline;

import dev.thimble.backendc.CPackage;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.model.Model;
import dev.thimble.core.optimize.Candidate;
import dev.thimble.core.optimize.Candidates;
import dev.thimble.core.optimize.Goal;
import dev.thimble.core.optimize.Thrift;
import dev.thimble.core.optimize.Widening;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.verify.board.SectionClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses how a model is run, and refuses one that does not fit.
 *
 * @param root the checkout, for templates and runtime
 * @param model whose tokenizer and labels the package gets
 * @param settings what was asked for
 */
record Selection(Path root, Model model, CompileSettings settings) {
    private static final int NAMED = 5;

    /** Bytes that widened weights leave to code, which is not known before the build: some 20,000 and their like again. */
    private static final long CODE_ROOM = 64L << 10;

    /** Every way to run the graph, fastest first. */
    List<Candidate> candidates(IntGraph integers) {
        return Candidates.of(integers, settings.kernels(), leastArena(integers));
    }

    private long leastArena(IntGraph integers) {
        return CPackage.leastArena(model.tokenizer(), integers.name());
    }

    /**
     * What the goal asks for; without one the fastest thrifty one that fits, or the smallest of all where none does.
     */
    Candidate choose(List<Candidate> candidates) {
        Optional<Goal> goal = settings.goal();
        if (goal.isPresent()) {
            return goal.get().pick(candidates);
        }
        Needs needs = Needs.of(code(candidates.get(0), candidates.get(0).schedule()));
        return Thrift.of(candidates, settings.kernels()).stream()
                .filter(candidate -> settings.limits().fits(needs.withArena(candidate.arena())))
                .findFirst()
                .orElseGet(() -> Goal.RAM.pick(candidates));
    }

    /** The loops of a candidate; where speed is asked for, with as many weights widened as flash has room for. */
    Schedule loops(Candidate candidate) {
        Schedule schedule = candidate.schedule();
        if (!settings.goal().equals(Optional.of(Goal.SPEED))) {
            return schedule;
        }
        Needs needs = Needs.of(code(candidate, schedule));
        return Widening.widest(
                schedule, more -> settings.limits().fits(needs.plus(SectionClass.WEIGHTS, more + CODE_ROOM)));
    }

    /** The package of a candidate. */
    CPackage code(Candidate candidate, Schedule loops) {
        return CPackage.of(root, loops, candidate.plan(), model.labels(), model.tokenizer());
    }

    /** Refuses a package whose constants, arena and context do not fit. */
    void check(IntGraph integers, CPackage code) {
        Needs needs = Needs.of(code);
        Optional<Limits.Overflow> overflow = settings.limits().overflow(needs);
        if (overflow.isPresent()) {
            Remedies remedies = new Remedies(
                    integers,
                    settings.kernels(),
                    leastArena(integers),
                    needs,
                    settings.limits(),
                    settings.goal().orElse(Goal.RAM));
            throw new ThimbleException(MemoryProblem.OVER_BUDGET
                    .at(
                            "largest: " + largest(code),
                            Budget.bytes(overflow.get().needed()),
                            overflow.get().place(),
                            Budget.bytes(overflow.get().by()),
                            Budget.bytes(overflow.get().limit()))
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
