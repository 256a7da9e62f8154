package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import java.util.List;

/** {@link KernelSets#DSP}. */
final class Dsp extends BaseSet {
    /** Bytes of four columns of four rows, widened to 16 bits. */
    private static final long QUAD_BYTES = 32;

    Dsp() {
        super("dsp", List.of(KernelSets.ARMV7M, KernelSets.PORTABLE), 16, 4);
    }

    /** What reads pairs does not shift sums before it requantises them. */
    @Override
    public boolean readsPairs(IntOp.Linear op) {
        return op.requantizer().shift() == 0;
    }

    @Override
    public boolean readsFourfold() {
        return true;
    }

    @Override
    public Passes productPasses(MatrixLayout layout, int rows) {
        return layout == MatrixLayout.PLAIN ? Passes.withLast(rows, 4) : Passes.withRest(rows, 2);
    }

    /** A row that a call, or what it takes at once, has alone is computed alone. */
    @Override
    public Passes attentionPasses(int rows) {
        int alone = rows % rowsPerBlock() == 1 ? 1 : 0;
        return new Passes(Passes.filled(rows - alone, 4).shared(), alone);
    }

    @Override
    public int attentionTurns(int rows) {
        return Passes.filled(rows - attentionPasses(rows).single(), rowsPerBlock())
                .all();
    }

    @Override
    public Passes convolutionPasses(int rows) {
        return Passes.filled(rows, 4);
    }

    /** Four rows of the input, widened; pairs, and weights of 4 bits, take two. */
    @Override
    public long linearScratch(IntOp.Linear op) {
        return QUAD_BYTES * Sizes.quads(op.weight().columns());
    }

    /** Four rows of a head, widened; a turned column of v and the weights of the rows that share it. */
    @Override
    public long attentionScratch(int width, StepRows rows) {
        return QUAD_BYTES * (Sizes.quads(width) + Sizes.quads(rows.maxTokens()) * (1 + Sizes.quads(sharing(rows))));
    }

    @Override
    public long convolutionScratch(IntOp.DepthwiseConv1d op, StepRows rows) {
        return Sizes.PAIR_BYTES
                * (4 * Sizes.quads(sharing(rows)) + 4 * Sizes.quads(op.weight().columns()) - 3);
    }

    /** Rows that share what is turned or gathered. */
    private int sharing(StepRows rows) {
        return Math.min(rows.perCall(), rowsPerBlock());
    }
}
