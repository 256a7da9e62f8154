package dev.thimble.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers: first fit in several orders, the smallest result wins. Each order alone is the greedy algorithm of
 * Pisarchyk and Lee 2020 (arXiv 2001.03288); trying several costs nothing at these sizes.
 */
final class Placer {
    private static final List<Comparator<Buffer>> ORDERS = List.of(
            Comparator.comparingLong(Buffer::bytes).reversed(),
            Comparator.comparingInt(Placer::duration).reversed(),
            Comparator.comparingLong((Buffer buffer) -> buffer.bytes() * duration(buffer))
                    .reversed(),
            Comparator.comparingInt(Buffer::first),
            Comparator.comparingInt(Buffer::last).reversed());

    private Placer() {}

    private static int duration(Buffer buffer) {
        return buffer.last() - buffer.first() + 1;
    }

    static List<Placement> place(List<Buffer> buffers) {
        List<Placement> best = List.of();
        long least = Long.MAX_VALUE;
        for (Comparator<Buffer> order : ORDERS) {
            List<Placement> placed = firstFit(
                    buffers.stream().sorted(order.thenComparing(Buffer::name)).toList());
            if (size(placed) < least) {
                least = size(placed);
                best = placed;
            }
        }
        return best;
    }

    static long size(List<Placement> placements) {
        return placements.stream().mapToLong(Placement::end).max().orElse(0);
    }

    private static List<Placement> firstFit(List<Buffer> ordered) {
        List<Placement> placed = new ArrayList<>();
        for (Buffer buffer : ordered) {
            placed.add(new Placement(buffer, lowestGap(buffer, placed)));
        }
        return placed;
    }

    private static long lowestGap(Buffer buffer, List<Placement> placed) {
        List<Placement> inTheWay = placed.stream()
                .filter(other -> other.buffer().overlaps(buffer))
                .sorted(Comparator.comparingLong(Placement::offset))
                .toList();
        long offset = 0;
        for (Placement other : inTheWay) {
            if (offset + buffer.bytes() <= other.offset()) {
                return offset;
            }
            offset = Math.max(offset, aligned(other.end()));
        }
        return offset;
    }

    static long aligned(long bytes) {
        return (bytes + MemoryPlan.ALIGNMENT - 1) / MemoryPlan.ALIGNMENT * MemoryPlan.ALIGNMENT;
    }
}
