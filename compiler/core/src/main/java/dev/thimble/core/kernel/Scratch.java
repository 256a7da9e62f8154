package dev.thimble.core.kernel;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;

/**
 * Bytes of the arena that a kernel needs besides its operands, while its step runs. The formulas are those of {@code
 * thimble/kernels.h} and of each set's {@code set.h}.
 *
 * @param kernels which kernels run
 * @param node the step
 * @param rows rows that one call of the kernel computes at most
 * @param maxTokens rows of the longest sequence
 */
public record Scratch(KernelSet kernels, IntNode node, int rows, int maxTokens) implements IntOp.Cases<Long> {
    /** Bytes of one attention score. */
    private static final long SCORE_BYTES = 4;

    /** Bytes of four columns of four rows, widened to 16 bits. */
    private static final long QUAD_BYTES = 32;

    /** Bytes of a Helium register, and values of 8 bits in it. */
    private static final int VECTOR_BYTES = 16;

    /** Columns of a value that Helium's kernels turn at a time, and query rows that share them. */
    private static final int TURNED = 16;

    /** Rows of a column that convolution on Helium turns at a time. */
    private static final long TURNED_ROWS = 64;

    /** Bytes in which products on Helium are described. */
    private static final long TILES_BYTES = 128;

    /** Bytes of two columns of four rows, two rows in a word, or of a word for each of four channels. */
    private static final long PAIR_BYTES = 16;

    /** The bytes; 0 when the kernel needs none. */
    public static long bytes(KernelSet kernels, IntNode node, int rows, int maxTokens) {
        return node.op().match(new Scratch(kernels, node, rows, maxTokens));
    }

    private static long quads(int values) {
        return (values + 3L) / 4;
    }

    private static long vectors(int values) {
        return (values + VECTOR_BYTES - 1L) / VECTOR_BYTES;
    }

    /** Two rows for products on Helium, and their description. */
    private static long twoRows(int values) {
        return 2 * VECTOR_BYTES * vectors(values) + TILES_BYTES;
    }

    private static long pairs(int values) {
        return (values + 1L) / 2;
    }

    @Override
    public Long embedding(IntOp.Embedding op) {
        return 0L;
    }

    @Override
    public Long linear(IntOp.Linear op) {
        return switch (kernels) {
            case PORTABLE -> 0L;
            case ARMV7M -> PAIR_BYTES * pairs(op.weight().columns());
            case DSP -> QUAD_BYTES * quads(op.weight().columns());
            case MVE -> twoRows(op.weight().columns());
        };
    }

    @Override
    public Long layerNorm(IntOp.LayerNorm op) {
        return 0L;
    }

    @Override
    public Long rmsNorm(IntOp.RmsNorm op) {
        return 0L;
    }

    @Override
    public Long attention(IntOp.Attention op) {
        return switch (kernels) {
            case PORTABLE -> SCORE_BYTES * maxTokens;
            case ARMV7M -> PAIR_BYTES * pairs(node.shape().width() / op.heads()) + 4 * SCORE_BYTES * maxTokens;
            case DSP ->
                QUAD_BYTES * (quads(node.shape().width() / op.heads()) + quads(maxTokens) * (1 + quads(sharing())));
            case MVE -> columnsAndWeights() + twoRows(node.shape().width() / op.heads());
        };
    }

    /** Rows that share what kernels of the DSP extension turn or gather. */
    private int sharing() {
        return Math.min(rows, KernelSet.DSP.rowsPerBlock());
    }

    /** Columns of v, and the weights of an even number of rows. */
    private long columnsAndWeights() {
        long weighed = Math.min(2 * pairs(rows), TURNED);
        return VECTOR_BYTES * vectors(maxTokens) * (TURNED + weighed);
    }

    @Override
    public Long depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return switch (kernels) {
            case PORTABLE, ARMV7M -> 0L;
            case DSP ->
                PAIR_BYTES * (4 * quads(sharing()) + 4 * quads(op.weight().columns()) - 3);
            case MVE -> 2 * TURNED * TURNED_ROWS;
        };
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
