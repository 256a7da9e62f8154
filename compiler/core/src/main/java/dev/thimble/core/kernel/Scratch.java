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

    /** The bytes; 0 when the kernel needs none. */
    public static long bytes(KernelSet kernels, IntNode node, int maxTokens) {
        return node.op().match(new Scratch(kernels, node, maxTokens));
    }

    @Override
    public Long embedding(IntOp.Embedding op) {
        return 0L;
    }

    @Override
    public Long linear(IntOp.Linear op) {
        return 0L;
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
        return SCORE_BYTES * maxTokens;
    }

    @Override
    public Long depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return 0L;
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
}
