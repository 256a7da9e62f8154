package dev.thimble.core.plan;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.schedule.Loop;
import dev.thimble.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Gives every value of a schedule, and every step's scratch, a place in one arena. */
public final class Planner {
    private Planner() {}

    /** The plan of a schedule for its graph's maxTokens. */
    public static MemoryPlan plan(Schedule schedule) {
        List<Buffer> buffers = Lifetimes.of(schedule);
        List<Placement> placements = Placer.place(buffers).stream()
                .sorted(Comparator.comparingInt(
                                (Placement placement) -> placement.buffer().first())
                        .thenComparing(placement -> placement.buffer().name()))
                .toList();
        List<String> steps = new ArrayList<>();
        for (Loop loop : schedule.loops()) {
            loop.steps().stream().map(IntNode::name).forEach(steps::add);
        }
        return new MemoryPlan(
                steps, placements, Placer.aligned(Placer.size(placements)), lowerBound(buffers, steps.size()));
    }

    private static long lowerBound(List<Buffer> buffers, int steps) {
        return IntStream.range(0, steps)
                .mapToLong(step -> buffers.stream()
                        .filter(buffer -> buffer.first() <= step && step <= buffer.last())
                        .mapToLong(buffer -> Placer.aligned(buffer.bytes()))
                        .sum())
                .max()
                .orElse(0);
    }
}
