package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;

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
        return step.op().match(new Products(step, rows(step), tokens));
    }

    private record Products(IntNode step, int rows, int tokens) implements IntOp.Cases<Long> {
        @Override
        public Long embedding(IntOp.Embedding op) {
            return 0L;
        }

        @Override
        public Long linear(IntOp.Linear op) {
            return (long) rows * op.weight().rows() * op.weight().columns();
        }

        @Override
        public Long layerNorm(IntOp.LayerNorm op) {
            return 0L;
        }

        @Override
        public Long rmsNorm(IntOp.RmsNorm op) {
            return 0L;
        }

        /** Each row with every key, and every value weighted. */
        @Override
        public Long attention(IntOp.Attention op) {
            return 2L * rows * tokens * step.shape().width();
        }

        /** The first rows have fewer rows before them than there are taps. */
        @Override
        public Long depthwiseConv1d(IntOp.DepthwiseConv1d op) {
            long taps = op.weight().columns();
            long partial = Math.min(rows, taps);
            return op.weight().rows() * (partial * (partial + 1) / 2 + (rows - partial) * taps);
        }

        @Override
        public Long lookup(IntOp.Lookup op) {
            return 0L;
        }

        @Override
        public Long add(IntOp.Add op) {
            return 0L;
        }

        @Override
        public Long pool(IntOp.Pool op) {
            return 0L;
        }

        @Override
        public Long concat(IntOp.Concat op) {
            return 0L;
        }
    }
}
