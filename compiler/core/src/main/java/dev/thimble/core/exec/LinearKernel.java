package dev.thimble.core.exec;

import dev.thimble.core.ir.Op;
import java.util.List;

/** x · weightᵀ + bias: the bias first, then the products in the order of the columns. */
final class LinearKernel implements FloatKernel {
    private final RowBlock columns;
    private final float[] bias;

    LinearKernel(Op.Linear op) {
        columns = RowBlock.ofColumns(
                FloatMatrix.transposed(op.weight()), 0, op.weight().rows());
        bias = op.bias().toArray();
    }

    @Override
    public FloatMatrix run(int[] ids, List<FloatMatrix> inputs) {
        FloatMatrix result = FloatMatrix.zeros(inputs.get(0).rows(), bias.length);
        for (int row = 0; row < result.rows(); row++) {
            float[] sum = bias.clone();
            int column = 0;
            for (FloatMatrix x : inputs) {
                columns.addTimes(x.values(), x.at(row), column, x.width(), sum);
                column += x.width();
            }
            result.put(row, 0, sum);
        }
        return result;
    }
}
