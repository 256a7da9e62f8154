package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.target.CallRows;
import dev.thimble.core.target.CallWork;
import dev.thimble.core.target.CostTable;
import dev.thimble.core.target.OpFacts;
import dev.thimble.core.target.Work;
import java.util.EnumMap;
import java.util.Map;

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

    /** What the kernels of a step do, block by block. */
    public Map<Work, Long> work(IntNode step) {
        Map<Work, Long> work = new EnumMap<>(Work.class);
        int rows = rows(step);
        for (int first = 0; first < rows; first += schedule.block()) {
            CallRows call = new CallRows(first, Math.min(schedule.block(), rows - first), tokens);
            CallWork.of(schedule.graph(), step, schedule.kernels(), call)
                    .forEach((piece, count) -> work.merge(piece, count, Long::sum));
        }
        return work;
    }

    /** What all steps are estimated to cost, in the table's unit. */
    public long cost(CostTable costs) {
        long thousandths = schedule.loops().stream()
                .flatMap(loop -> loop.steps().stream())
                .mapToLong(step -> costs.cost(work(step)))
                .sum();
        return (thousandths + CostTable.SCALE / 2) / CostTable.SCALE;
    }
}
