package dev.thimble.core.kernel;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;

/**
 * Bytes of the arena that a kernel needs besides its operands, while its step runs. The formulas are those of {@code
 * thimble/kernels.h}.
 *
 * @param kernels which kernels run
 * @param node the step
 * @param maxTokens rows of the longest sequence
 */
public record Scratch(KernelSet kernels, IntNode node, int maxTokens) implements IntOp.Cases<Long> {
    /** Bytes of one attention score. */
    private static final long SCORE_BYTES = 4;

    /** Bytes of four columns of four rows, widened to 16 bits. */
    private static final long QUAD_BYTES = 32;

    /** Bytes that attention on Helium needs for each vector of tokens: 16 rows of weights, and 16 columns. */
    private static final long TILE_ROW_BYTES = 32 * 16;

    /** Bytes of two columns of four rows, two rows in a word. */
    private static final long PAIR_BYTES = 16;

    /** The bytes; 0 when the kernel needs none. */
    public static long bytes(KernelSet kernels, IntNode node, int maxTokens) {
        return node.op().match(new Scratch(kernels, node, maxTokens));
    }

    private static long quads(int values) {
        return (values + 3L) / 4;
    }

    private static long vectors(int values) {
        return (values + 15L) / 16;
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
            case PORTABLE, MVE -> 0L;
            case ARMV7M -> PAIR_BYTES * pairs(op.weight().columns());
            case DSP -> QUAD_BYTES * quads(op.weight().columns());
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
            case DSP -> QUAD_BYTES * quads(node.shape().width() / op.heads()) + 4 * SCORE_BYTES * 4 * quads(maxTokens);
            case MVE -> TILE_ROW_BYTES * vectors(maxTokens);
        };
    }

    @Override
    public Long depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return switch (kernels) {
            case PORTABLE, ARMV7M, DSP -> 0L;
            case MVE -> 512 * (vectors(op.weight().columns() + 16) / 2) + 512;
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
