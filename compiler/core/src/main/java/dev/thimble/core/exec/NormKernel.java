package dev.thimble.core.exec;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Op;
import java.util.List;

/** LayerNorm and RMSNorm over each row; sums are kept in double, from the first column to the last. */
final class NormKernel implements FloatKernel {
    private final float[] gain;
    private final float[] bias;
    private final double epsilon;
    private final boolean centred;

    private NormKernel(FloatTensor gain, float[] bias, double epsilon, boolean centred) {
        this.gain = gain.toArray();
        this.bias = bias;
        this.epsilon = epsilon;
        this.centred = centred;
    }

    static NormKernel layerNorm(Op.LayerNorm op) {
        return new NormKernel(op.gain(), op.bias().toArray(), op.epsilon(), true);
    }

    static NormKernel rmsNorm(Op.RmsNorm op) {
        return new NormKernel(op.gain(), new float[op.gain().size()], op.epsilon(), false);
    }

    @Override
    public FloatMatrix run(int[] ids, List<FloatMatrix> inputs) {
        FloatMatrix x = inputs.get(0);
        FloatMatrix result = FloatMatrix.zeros(x.rows(), x.width());
        for (int row = 0; row < x.rows(); row++) {
            normalize(x.values(), x.at(row), result.values());
        }
        return result;
    }

    private void normalize(float[] x, int at, float[] result) {
        double mean = centred ? mean(x, at) : 0;
        double squares = 0;
        for (int i = 0; i < gain.length; i++) {
            double off = x[at + i] - mean;
            squares += off * off;
        }
        double factor = 1 / Math.sqrt(squares / gain.length + epsilon);
        for (int i = 0; i < gain.length; i++) {
            result[at + i] = (float) ((x[at + i] - mean) * factor * gain[i] + bias[i]);
        }
    }

    private double mean(float[] x, int at) {
        double sum = 0;
        for (int i = 0; i < gain.length; i++) {
            sum += x[at + i];
        }
        return sum / gain.length;
    }
}
