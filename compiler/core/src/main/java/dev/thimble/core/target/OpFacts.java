package dev.thimble.core.target;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.RowReads;

/**
 * What scheduling, planning and counting must know of an operator.
 *
 * @param reads the rows of each input that it reads to make one row
 * @param products how many it adds up
 * @param scratch what its kernels need of the arena besides its operands, while its step runs
 * @param inPlace whether its kernels may write a row over the same row of the first input
 */
public record OpFacts(Reads reads, Products products, Scratch scratch, boolean inPlace) {

    /** The rows of an input, by its place among the inputs, that make one row. */
    @FunctionalInterface
    public interface Reads {
        /** The rows of one input. */
        RowReads of(int input);
    }

    /** The multiply-accumulates of so many rows of a sequence of so many tokens. */
    @FunctionalInterface
    public interface Products {
        /** Their number. */
        long of(long rows, long tokens);
    }

    /** The arena that the kernels of a set need; the formulas are those of the set, and of its {@code set.h}. */
    @FunctionalInterface
    public interface Scratch {
        /** Bytes, while one call computes the given rows. */
        long bytes(KernelSet kernels, StepRows rows);
    }

    /** The facts of a step. */
    public static OpFacts of(IntNode step) {
        return step.op().match(new Of(step));
    }

    /** What a step reads of a value, by the widest of its uses. */
    public static RowReads reads(IntNode step, String value) {
        OpFacts facts = of(step);
        RowReads widest = RowReads.SAME_ROW;
        for (int input = 0; input < step.inputs().size(); input++) {
            RowReads own = facts.reads().of(input);
            if (step.inputs().get(input).equals(value) && own.compareTo(widest) > 0) {
                widest = own;
            }
        }
        return widest;
    }

    private static OpFacts rowByRow() {
        return new OpFacts(input -> RowReads.SAME_ROW, (rows, tokens) -> 0, (kernels, rows) -> 0, false);
    }

    private OpFacts reading(Reads more) {
        return new OpFacts(more, products, scratch, inPlace);
    }

    private OpFacts adding(Products more) {
        return new OpFacts(reads, more, scratch, inPlace);
    }

    private OpFacts needing(Scratch more) {
        return new OpFacts(reads, products, more, inPlace);
    }

    private OpFacts inPlace(boolean possible) {
        return new OpFacts(reads, products, scratch, possible);
    }

    private record Of(IntNode step) implements IntOp.Cases<OpFacts> {
        @Override
        public OpFacts embedding(IntOp.Embedding op) {
            return rowByRow();
        }

        @Override
        public OpFacts linear(IntOp.Linear op) {
            return rowByRow()
                    .adding((rows, tokens) ->
                            rows * op.weight().rows() * op.weight().columns())
                    .needing((kernels, rows) -> kernels.linearScratch(op));
        }

        @Override
        public OpFacts layerNorm(IntOp.LayerNorm op) {
            return rowByRow();
        }

        @Override
        public OpFacts rmsNorm(IntOp.RmsNorm op) {
            return rowByRow();
        }

        /** Each row with every key, and every value weighted. It may write over queries that are not keys, too. */
        @Override
        public OpFacts attention(IntOp.Attention op) {
            int width = step.shape().width();
            return rowByRow()
                    .reading(input -> input == 0 ? RowReads.SAME_ROW : RowReads.ALL_ROWS)
                    .adding((rows, tokens) -> 2 * rows * tokens * width)
                    .needing((kernels, rows) -> kernels.attentionScratch(width / op.heads(), rows))
                    .inPlace(step.inputs().lastIndexOf(step.inputs().get(0)) == 0);
        }

        @Override
        public OpFacts depthwiseConv1d(IntOp.DepthwiseConv1d op) {
            return rowByRow()
                    .reading(input -> RowReads.EARLIER_ROWS)
                    .adding((rows, tokens) ->
                            op.weight().rows() * taps(rows, op.weight().columns()))
                    .needing((kernels, rows) -> kernels.convolutionScratch(op, rows));
        }

        /** The first rows have fewer rows before them than there are taps. */
        private static long taps(long rows, long taps) {
            long partial = Math.min(rows, taps);
            return partial * (partial + 1) / 2 + (rows - partial) * taps;
        }

        @Override
        public OpFacts lookup(IntOp.Lookup op) {
            return rowByRow().inPlace(true);
        }

        @Override
        public OpFacts add(IntOp.Add op) {
            return rowByRow();
        }

        @Override
        public OpFacts pool(IntOp.Pool op) {
            return switch (op.kind()) {
                case FIRST -> rowByRow();
            };
        }

        @Override
        public OpFacts mean(IntOp.Mean op) {
            return rowByRow().reading(input -> RowReads.ALL_ROWS);
        }

        @Override
        public OpFacts concat(IntOp.Concat op) {
            return rowByRow();
        }
    }
}
