package dev.thimble.reference;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Op;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The causal depthwise convolution as one product and one sum over windows: row j of the result needs rows j-k+1 to j
 * of the input, so with k-1 rows of zeros in front, the windows are an overlapping view of the padded input.
 */
final class ConvolutionKernel implements Kernel {
    private final int outputs;
    private final int taps;
    private final INDArray weight;
    private final INDArray bias;

    ConvolutionKernel(Op.DepthwiseConv1d op) {
        outputs = op.weight().rows();
        taps = op.weight().columns();
        weight = Nd4j.createFromArray(byTap(op.weight())).reshape('c', 1, taps, outputs);
        bias = Arrays2d.vector(op.bias());
    }

    /** Row t holds tap t of every output; tap k-1 is the newest token's. */
    private static float[] byTap(FloatTensor weight) {
        float[] rows = new float[weight.size()];
        for (int tap = 0; tap < weight.columns(); tap++) {
            for (int o = 0; o < weight.rows(); o++) {
                rows[tap * weight.rows() + o] = weight.at(o, tap);
            }
        }
        return rows;
    }

    @Override
    public INDArray run(int[] ids, List<INDArray> inputs) {
        INDArray x = inputs.get(0);
        INDArray padded = Nd4j.createFromArray(padded(x));
        long[] shape = {x.rows(), taps, outputs};
        long[] strides = {outputs, outputs, 1};
        INDArray windows = Nd4j.create(padded.data(), shape, strides, 0, 'c', DataType.FLOAT);
        return windows.mul(weight).sum(1).addiRowVector(bias);
    }

    /** k-1 rows of zeros, then the input with each column repeated for the outputs that read it. */
    private float[] padded(INDArray x) {
        float[] values = Arrays2d.values(x);
        int rows = x.rows();
        int width = x.columns();
        int repeats = outputs / width;
        float[] padded = new float[(rows + taps - 1) * outputs];
        int start = (taps - 1) * outputs;
        for (int i = 0; i < rows * outputs; i++) {
            padded[start + i] = values[i / repeats];
        }
        return padded;
    }
}
