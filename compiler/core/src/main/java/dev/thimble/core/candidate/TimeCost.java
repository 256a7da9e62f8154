package dev.thimble.core.candidate;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.schedule.Extent;
import dev.thimble.core.schedule.Loop;
import dev.thimble.core.schedule.Schedule;
import java.util.Comparator;

/**
 * What one inference of the longest sequence costs besides its multiplications, which are the same for every choice.
 *
 * @param weightReads bytes of matrices that are read; a matrix is read once for each group of rows that its kernel
 *     takes at a time
 * @param kernelCalls calls of kernels
 */
public record TimeCost(long weightReads, long kernelCalls) implements Comparable<TimeCost> {
    private static final Comparator<TimeCost> ORDER =
            Comparator.comparingLong(TimeCost::weightReads).thenComparingLong(TimeCost::kernelCalls);

    /** The cost of a schedule. */
    public static TimeCost of(Schedule schedule) {
        long reads = 0;
        long calls = 0;
        for (Loop loop : schedule.loops()) {
            int rows = loop.extent() == Extent.ALL ? schedule.graph().maxTokens() : 1;
            long rounds = ceil(rows, schedule.block());
            int together = schedule.kernels().rowsPerReading();
            long readings = (rows / schedule.block()) * ceil(schedule.block(), together)
                    + ceil(rows % schedule.block(), together);
            calls += rounds * loop.steps().size();
            reads += readings
                    * loop.steps().stream().mapToLong(TimeCost::matrixBytes).sum();
        }
        return new TimeCost(reads, calls);
    }

    private static long matrixBytes(IntNode node) {
        return node.op() instanceof IntOp.Linear op ? op.weight().bytes() : 0;
    }

    private static long ceil(int count, int size) {
        return (count + (long) size - 1) / size;
    }

    @Override
    public int compareTo(TimeCost other) {
        return ORDER.compare(this, other);
    }
}
