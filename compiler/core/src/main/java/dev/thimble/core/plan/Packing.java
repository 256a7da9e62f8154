package dev.thimble.core.plan;

import java.util.List;

/**
 * Buffers with their places, and what is known about them.
 *
 * @param placements every buffer once
 * @param optimal whether no placement can be smaller
 */
record Packing(List<Placement> placements, boolean optimal) {
    /** Copies the list. */
    Packing {
        placements = List.copyOf(placements);
    }

    /** Bytes in all, a multiple of the alignment. */
    long size() {
        return Placer.aligned(
                placements.stream().mapToLong(Placement::end).max().orElse(0));
    }
}
