package dev.thimble.core.plan;

import java.util.List;

/**
 * Where everything lies in the arena.
 *
 * @param steps names of the steps, in order
 * @param placements every buffer once
 * @param arena bytes in all, a multiple of the alignment
 * @param lowerBound the largest sum of live bytes over any step: no placement can do with less
 * @param optimal whether it is proved that no placement is smaller, be it above the lower bound
 */
public record MemoryPlan(List<String> steps, List<Placement> placements, long arena, long lowerBound, boolean optimal) {
    /** Every buffer starts at a multiple of this: the widest vector load of any supported core. */
    public static final int ALIGNMENT = 8;

    /** Copies the lists. */
    public MemoryPlan {
        steps = List.copyOf(steps);
        placements = List.copyOf(placements);
    }

    /** The name under which a step's scratch is placed. */
    public static String scratchOf(String step) {
        return step + ".scratch";
    }

    /** Bytes by which the arena may at most be larger than the smallest possible one; 0 when it is optimal. */
    public long gap() {
        return optimal ? 0 : arena - lowerBound;
    }

    /** The place of the buffer that holds a value. */
    public Placement of(String value) {
        return placements.stream()
                .filter(placement -> placement.buffer().values().contains(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no buffer holds " + value));
    }
}
