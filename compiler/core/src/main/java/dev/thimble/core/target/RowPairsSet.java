package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import java.util.List;

/** A set whose products and attention take four rows at a time, two in a word. */
abstract class RowPairsSet extends BaseSet {
    /** Bytes of four weights of two outputs. */
    private static final long UNFOLDED_BYTES = 8;

    private static final int TOGETHER = 4;

    RowPairsSet(String folder, List<KernelSet> others) {
        super(folder, others, TOGETHER, TOGETHER);
    }

    @Override
    public final boolean readsPairs(IntOp.Linear op) {
        return false;
    }

    @Override
    public Passes productPasses(MatrixLayout layout, int rows) {
        return Passes.halved(rows);
    }

    /** One row costs as much as two. */
    @Override
    public Passes attentionPasses(int rows) {
        Passes passes = Passes.halved(rows);
        return new Passes(passes.shared(), passes.pairs() + passes.single());
    }

    @Override
    public final Passes convolutionPasses(int rows) {
        return Passes.withRest(rows, TOGETHER);
    }

    /** Four rows of the input, two in a word; and two outputs' weights of 4 bits made 8. */
    @Override
    public final long linearScratch(IntOp.Linear op) {
        int columns = op.weight().columns();
        long unfolded = op.isNarrow() ? UNFOLDED_BYTES * Sizes.quads(columns) : 0;
        return Sizes.PAIR_BYTES * Sizes.pairs(columns) + unfolded;
    }

    /** Four rows of a head, two in a word, and their scores. */
    @Override
    public final long attentionScratch(int width, StepRows rows) {
        return Sizes.PAIR_BYTES * Sizes.pairs(width) + TOGETHER * Sizes.SCORE_BYTES * rows.maxTokens();
    }

    @Override
    public final long convolutionScratch(IntOp.DepthwiseConv1d op, StepRows rows) {
        return 0;
    }
}
