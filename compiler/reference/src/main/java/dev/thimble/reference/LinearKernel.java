package dev.thimble.reference;

import dev.thimble.core.ir.Op;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** x · weightᵀ + bias. */
final class LinearKernel implements Kernel {
    private final INDArray weight;
    private final INDArray bias;

    LinearKernel(Op.Linear op) {
        weight = Arrays2d.matrix(op.weight());
        bias = Arrays2d.vector(op.bias());
    }

    /**
     * BLAS writes column-major results. weight · xᵀ in column-major order is x · weightᵀ in row-major order, so the
     * transposed view is the result and nothing is copied.
     */
    @Override
    public INDArray run(int[] ids, List<INDArray> inputs) {
        INDArray x = sideBySide(inputs);
        long[] shape = {weight.rows(), x.rows()};
        INDArray transposed = Nd4j.createUninitialized(DataType.FLOAT, shape, 'f');
        Nd4j.gemm(weight, x, transposed, false, true, 1, 0);
        return transposed.transpose().addiRowVector(bias);
    }

    private static INDArray sideBySide(List<INDArray> inputs) {
        return inputs.size() == 1 ? inputs.get(0) : Nd4j.concat(1, inputs.toArray(INDArray[]::new));
    }
}
