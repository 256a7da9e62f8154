package dev.thimble.core.exec;

import java.util.List;

/** One operator with its constants prepared. */
@FunctionalInterface
interface FloatKernel {

    /**
     * Computes a new matrix, or hands on an input as it is. It may not change its inputs.
     *
     * @param ids the token ids of the sequence
     * @param inputs the values of the node's inputs
     */
    FloatMatrix run(int[] ids, List<FloatMatrix> inputs);
}
