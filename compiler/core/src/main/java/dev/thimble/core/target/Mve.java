package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import java.util.List;

/** {@link KernelSets#MVE}. */
final class Mve extends BaseSet {
    /** Bytes of a Helium register, and values of 8 bits in it. */
    private static final int VECTOR_BYTES = 16;

    /** Columns of a value that are turned at a time, and query rows that share them. */
    private static final int TURNED = 16;

    /** Rows of a column that convolution turns at a time. */
    private static final long TURNED_ROWS = 64;

    /** Bytes in which products are described. */
    private static final long TILES_BYTES = 128;

    Mve() {
        super("mve", List.of(KernelSets.PORTABLE), 16, 16);
    }

    @Override
    public boolean readsPairs(IntOp.Linear op) {
        return false;
    }

    @Override
    public Passes productPasses(MatrixLayout layout, int rows) {
        return Passes.filled(rows, 2);
    }

    @Override
    public Passes attentionPasses(int rows) {
        return Passes.filled(rows, 2);
    }

    @Override
    public int attentionTurns(int rows) {
        return Passes.filled(rows, rowsPerBlock()).all();
    }

    @Override
    public Passes normPasses(int rows) {
        return Passes.filled(rows, 2);
    }

    @Override
    public Passes convolutionPasses(int rows) {
        return Passes.filled(rows, 16);
    }

    @Override
    public long linearScratch(IntOp.Linear op) {
        return op.isNarrow()
                ? 2 * VECTOR_BYTES * vectors(op.weight().columns())
                : twoRows(op.weight().columns());
    }

    /** Columns of v, the weights of an even number of rows, and two rows of a head. */
    @Override
    public long attentionScratch(int width, StepRows rows) {
        long weighed = Math.min(2 * Sizes.pairs(rows.perCall()), TURNED);
        return VECTOR_BYTES * vectors(rows.maxTokens()) * (TURNED + weighed) + twoRows(width);
    }

    @Override
    public long convolutionScratch(IntOp.DepthwiseConv1d op, StepRows rows) {
        return 2 * TURNED * TURNED_ROWS;
    }

    /** Two rows for products, and their description. */
    private static long twoRows(int values) {
        return 2 * VECTOR_BYTES * vectors(values) + TILES_BYTES;
    }

    private static long vectors(int values) {
        return (values + VECTOR_BYTES - 1L) / VECTOR_BYTES;
    }
}
