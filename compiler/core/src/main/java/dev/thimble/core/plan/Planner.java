package dev.thimble.core.plan;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.schedule.Loop;
import dev.thimble.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives every value of a schedule, and every step's scratch, a place in one arena. */
public final class Planner {
    private Planner() {}

    /** The plan of a schedule for its graph's maxTokens. */
    public static MemoryPlan plan(Schedule schedule) {
        List<Buffer> buffers = Lifetimes.of(schedule);
        Packing packing = Placer.place(buffers, PlacementSearch.DEFAULT_EFFORT);
        List<Placement> placements = packing.placements().stream()
                .sorted(Comparator.comparingInt(
                                (Placement placement) -> placement.buffer().first())
                        .thenComparing(placement -> placement.buffer().name()))
                .toList();
        List<String> steps = new ArrayList<>();
        for (Loop loop : schedule.loops()) {
            loop.steps().stream().map(IntNode::name).forEach(steps::add);
        }
        return new MemoryPlan(steps, placements, packing.size(), Placer.lowerBound(buffers), packing.optimal());
    }
}
