package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.target.OpFacts;

/**
 * What a schedule computes for a sequence: only the rows that its loops go over.
 *
 * @param schedule the loops
 * @param tokens the sequence's length, from 1 to the graph's longest
 */
public record Workload(Schedule schedule, int tokens) {

    /** Rows of a step's value that are computed. */
    public int rows(IntNode step) {
        return schedule.loops().get(schedule.loopOf(step.name())).extent() == Extent.FIRST ? 1 : tokens;
    }

    /** Integers of a step's value that are computed. */
    public long elements(IntNode step) {
        return (long) rows(step) * step.shape().width();
    }

    /** Products that a step adds up: those of matrices, of attention's two halves and of convolutions. */
    public long multiplyAccumulates(IntNode step) {
        return OpFacts.of(step).products().of(rows(step), tokens);
    }
}
