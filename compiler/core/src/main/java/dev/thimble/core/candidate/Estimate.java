package dev.thimble.core.candidate;

import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Workload;
import dev.thimble.core.target.CostTable;
import dev.thimble.core.target.CostUnit;

/**
 * What one inference of the longest sequence is estimated to cost.
 *
 * @param amount how many
 * @param unit of what
 * @param cpu the core that the table is of
 */
public record Estimate(long amount, CostUnit unit, String cpu) implements Comparable<Estimate> {
    /** That of a schedule. */
    public static Estimate of(Schedule schedule, CostTable costs) {
        long amount = new Workload(schedule, schedule.graph().maxTokens()).cost(costs);
        return new Estimate(amount, costs.unit(), costs.cpu());
    }

    /** Whether this is at most so many per cent more than another one. */
    boolean isWithin(int perCent, Estimate other) {
        return amount * 100 <= other.amount * (100 + perCent);
    }

    @Override
    public int compareTo(Estimate other) {
        return Long.compare(amount, other.amount);
    }
}
