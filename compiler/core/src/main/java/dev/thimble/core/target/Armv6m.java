package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import java.util.List;

/** {@link KernelSets#ARMV6M}. */
final class Armv6m extends BaseSet {
    /** Bytes of four weights of two outputs. */
    private static final long UNFOLDED_BYTES = 8;

    Armv6m() {
        super("armv6m", List.of(KernelSets.ARMV7M, KernelSets.PORTABLE), 4, 4);
    }

    @Override
    public boolean readsPairs(IntOp.Linear op) {
        return false;
    }

    @Override
    public Passes productPasses(MatrixLayout layout, int rows) {
        return Passes.withLast(rows, 4);
    }

    @Override
    public Passes attentionPasses(int rows) {
        return Passes.filled(rows, 4);
    }

    @Override
    public Passes convolutionPasses(int rows) {
        return Passes.withRest(rows, 4);
    }

    /** Four rows of the input, two in a word; and two outputs' weights of 4 bits made 8. */
    @Override
    public long linearScratch(IntOp.Linear op) {
        int columns = op.weight().columns();
        long unfolded = op.isNarrow() ? UNFOLDED_BYTES * Sizes.quads(columns) : 0;
        return Sizes.PAIR_BYTES * Sizes.pairs(columns) + unfolded;
    }

    /** Four rows of a head, two in a word, and their scores. */
    @Override
    public long attentionScratch(int width, StepRows rows) {
        return Sizes.PAIR_BYTES * Sizes.pairs(width) + 4 * Sizes.SCORE_BYTES * rows.maxTokens();
    }

    @Override
    public long convolutionScratch(IntOp.DepthwiseConv1d op, StepRows rows) {
        return 0;
    }
}
