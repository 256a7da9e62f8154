package dev.thimble.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Places buffers: first fit in several orders, and where the smallest result is above the lower bound, a search for a
 * smaller one. Each order alone is the greedy algorithm of Pisarchyk and Lee 2020 (arXiv 2001.03288); trying several
 * costs nothing at these sizes.
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

    /** The smallest placement found with so much effort. */
    static Packing place(List<Buffer> buffers, long effort) {
        long bound = lowerBound(buffers);
        List<Placement> placements = new ArrayList<>();
        boolean optimal = true;
        for (List<Buffer> group : groups(buffers)) {
            Packing greedy = greedy(group);
            Packing best = greedy.size() <= bound ? greedy : PlacementSearch.improve(greedy, bound, effort);
            placements.addAll(best.placements());
            optimal &= best.optimal() || best.size() <= bound;
        }
        return new Packing(placements, optimal);
    }

    /** The largest sum of live bytes over any step, each buffer rounded up to the alignment. */
    static long lowerBound(List<Buffer> buffers) {
        return LongStream.of(Columns.of(buffers).live()).max().orElse(0);
    }

    /** Buffers that no buffer of another group meets in time: each group is placed for itself. */
    private static List<List<Buffer>> groups(List<Buffer> buffers) {
        List<List<Buffer>> groups = new ArrayList<>();
        int end = Integer.MIN_VALUE;
        for (Buffer buffer : buffers.stream()
                .sorted(Comparator.comparingInt(Buffer::first).thenComparing(Buffer::name))
                .toList()) {
            if (groups.isEmpty() || buffer.first() > end) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(buffer);
            end = Math.max(end, buffer.last());
        }
        return groups;
    }

    private static Packing greedy(List<Buffer> buffers) {
        return ORDERS.stream()
                .map(order -> firstFit(buffers.stream()
                        .sorted(order.thenComparing(Buffer::name))
                        .toList()))
                .map(placements -> new Packing(placements, false))
                .min(Comparator.comparingLong(Packing::size))
                .orElseThrow();
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
