package dev.thimble.core.candidate;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.TargetCore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Every choice that makes a difference, carried out. */
public final class Candidates {
    private Candidates() {}

    /**
     * The candidates for a graph, fastest first.
     *
     * @param target what runs the steps
     * @param leastArena bytes that the arena has in any case
     */
    public static List<Candidate> of(IntGraph graph, TargetCore target, long leastArena) {
        return of(graph, target, leastArena, Set.of());
    }

    /**
     * The same, where some values are computed last.
     *
     * @param last values that none but values of the same kind follow from
     */
    public static List<Candidate> of(IntGraph graph, TargetCore target, long leastArena, Set<String> last) {
        IntGraph split = Pipeline.HEAD_BY_HEAD.run(graph);
        List<Candidate> candidates = new ArrayList<>();
        for (int block : blocks(target.kernels())) {
            candidates.add(candidate(graph, new Choice(block, false), target, leastArena, last));
            if (!split.equals(graph)) {
                candidates.add(candidate(split, new Choice(block, true), target, leastArena, last));
            }
        }
        candidates.sort(Comparator.comparing(Candidate::estimate).thenComparingLong(Candidate::arena));
        return candidates;
    }

    /** One candidate; the graph is split already where the choice says so. */
    private static Candidate candidate(
            IntGraph graph, Choice choice, TargetCore target, long leastArena, Set<String> last) {
        Schedule schedule = Scheduler.schedule(graph, choice.block(), target.kernels(), last);
        MemoryPlan plan = Planner.plan(schedule);
        return new Candidate(
                choice, schedule, plan, Math.max(plan.arena(), leastArena), Estimate.of(schedule, target.costs()));
    }

    /** What the kernels take at a time, and less: larger blocks save nothing but calls. */
    private static int[] blocks(KernelSet kernels) {
        return IntStream.of(1, 2, 4, 8, 16)
                .filter(block -> block <= kernels.rowsPerBlock())
                .toArray();
    }
}
