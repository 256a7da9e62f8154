package dev.thimble.reference;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One operator with its constants prepared. */
@FunctionalInterface
interface Kernel {

    /**
     * Computes a new rows x width array in row-major order. It may not change its inputs.
     *
     * @param ids the token ids of the sequence
     * @param inputs the values of the node's inputs
     */
    INDArray run(int[] ids, List<INDArray> inputs);
}
