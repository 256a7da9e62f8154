package dev.thimble.core.exec;

import dev.thimble.core.ir.Op;
import java.util.List;

/** x · weightᵀ + bias: the bias first, then the products in the order of the columns. */
final class LinearKernel implements FloatKernel {
    private final FloatMatrix columns;
    private final float[] bias;

    LinearKernel(Op.Linear op) {
        columns = FloatMatrix.transposed(op.weight());
        bias = op.bias().toArray();
    }

    @Override
    public FloatMatrix run(int[] ids, List<FloatMatrix> inputs) {
        RowBlock block = columns.columns(0, columns.width());
        FloatMatrix result = FloatMatrix.zeros(inputs.get(0).rows(), bias.length);
        for (int row = 0; row < result.rows(); row++) {
            int at = result.at(row);
            System.arraycopy(bias, 0, result.values(), at, bias.length);
            int column = 0;
            for (FloatMatrix x : inputs) {
                block.addTimes(x.values(), x.at(row), column, x.width(), result.values(), at);
                column += x.width();
            }
        }
        return result;
    }
}
