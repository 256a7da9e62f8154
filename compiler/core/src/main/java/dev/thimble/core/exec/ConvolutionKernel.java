package dev.thimble.core.exec;

import dev.thimble.core.ir.Op;
import java.util.List;

/** The causal depthwise convolution: the bias first, then the taps from the newest token's to the oldest's. */
final class ConvolutionKernel implements FloatKernel {
    private final FloatMatrix taps;
    private final float[] bias;

    ConvolutionKernel(Op.DepthwiseConv1d op) {
        taps = FloatMatrix.transposed(op.weight());
        bias = op.bias().toArray();
    }

    @Override
    public FloatMatrix run(int[] ids, List<FloatMatrix> inputs) {
        FloatMatrix x = repeated(inputs.get(0));
        FloatMatrix result = FloatMatrix.zeros(x.rows(), bias.length);
        for (int row = 0; row < x.rows(); row++) {
            System.arraycopy(bias, 0, result.values(), result.at(row), bias.length);
            for (int age = 0; age < taps.rows() && age <= row; age++) {
                addProducts(taps.at(taps.rows() - 1 - age), x.values(), x.at(row - age), result, result.at(row));
            }
        }
        return result;
    }

    private void addProducts(int tap, float[] x, int at, FloatMatrix result, int resultAt) {
        float[] weights = taps.values();
        float[] sum = result.values();
        for (int o = 0; o < bias.length; o++) {
            sum[resultAt + o] += weights[tap + o] * x[at + o];
        }
    }

    /** Each column as often as there are outputs that read it. */
    private FloatMatrix repeated(FloatMatrix x) {
        FloatMatrix result = FloatMatrix.zeros(x.rows(), bias.length);
        int group = bias.length / x.width();
        for (int i = 0; i < result.values().length; i++) {
            result.values()[i] = x.values()[i / group];
        }
        return result;
    }
}
