package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import java.util.List;

/** {@link KernelSets#PORTABLE}. */
final class Portable extends BaseSet {
    Portable() {
        super("portable", List.of(), 4, 4);
    }

    @Override
    public boolean readsPairs(IntOp.Linear op) {
        return false;
    }

    @Override
    public Passes productPasses(MatrixLayout layout, int rows) {
        return new Passes(0, rows);
    }

    @Override
    public Passes attentionPasses(int rows) {
        return new Passes(0, rows);
    }

    @Override
    public Passes convolutionPasses(int rows) {
        return Passes.withRest(rows, 4);
    }

    @Override
    public long linearScratch(IntOp.Linear op) {
        return 0;
    }

    /** The scores of one row. */
    @Override
    public long attentionScratch(int width, StepRows rows) {
        return Sizes.SCORE_BYTES * rows.maxTokens();
    }

    @Override
    public long convolutionScratch(IntOp.DepthwiseConv1d op, StepRows rows) {
        return 0;
    }
}
