package dev.thimble.core.exec;

import dev.thimble.core.ir.EmbeddingRows;
import dev.thimble.core.ir.Op;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Prepares the kernel of each operator. */
final class FloatKernels implements Op.Cases<FloatKernel> {

    @Override
    public FloatKernel embedding(Op.Embedding op) {
        float[] table = op.table().toArray();
        int width = op.table().columns();
        return (ids, inputs) -> {
            int[] rows = EmbeddingRows.of(op.source(), ids);
            FloatMatrix result = FloatMatrix.zeros(ids.length, width);
            for (int j = 0; j < rows.length; j++) {
                System.arraycopy(table, rows[j] * width, result.values(), result.at(j), width);
            }
            return result;
        };
    }

    @Override
    public FloatKernel linear(Op.Linear op) {
        return new LinearKernel(op);
    }

    @Override
    public FloatKernel layerNorm(Op.LayerNorm op) {
        return NormKernel.layerNorm(op);
    }

    @Override
    public FloatKernel rmsNorm(Op.RmsNorm op) {
        return NormKernel.rmsNorm(op);
    }

    @Override
    public FloatKernel attention(Op.Attention op) {
        return new AttentionKernel(op);
    }

    @Override
    public FloatKernel depthwiseConv1d(Op.DepthwiseConv1d op) {
        return new ConvolutionKernel(op);
    }

    @Override
    public FloatKernel activation(Op.Activation op) {
        return (ids, inputs) -> {
            FloatMatrix result =
                    FloatMatrix.zeros(inputs.get(0).rows(), inputs.get(0).width());
            for (int i = 0; i < result.values().length; i++) {
                result.values()[i] =
                        (float) Activations.apply(op.kind(), inputs.get(0).values()[i]);
            }
            return result;
        };
    }

    @Override
    public FloatKernel channelActivation(Op.ChannelActivation op) {
        return (ids, inputs) -> {
            FloatMatrix x = inputs.get(0);
            FloatMatrix result = FloatMatrix.zeros(x.rows(), x.width());
            for (int i = 0; i < result.values().length; i++) {
                int channel = i % x.width();
                double y = Activations.apply(op.kind(), op.argument(channel, x.values()[i]));
                result.values()[i] = (float) op.result(channel, y);
            }
            return result;
        };
    }

    @Override
    public FloatKernel add(Op.Add op) {
        return (ids, inputs) -> sum(Collections.nCopies(inputs.size(), 1.0), inputs);
    }

    @Override
    public FloatKernel weightedSum(Op.WeightedSum op) {
        return (ids, inputs) -> sum(op.coefficients(), inputs);
    }

    private static FloatMatrix sum(List<Double> coefficients, List<FloatMatrix> inputs) {
        FloatMatrix result =
                FloatMatrix.zeros(inputs.get(0).rows(), inputs.get(0).width());
        for (int term = 0; term < inputs.size(); term++) {
            float coefficient = coefficients.get(term).floatValue();
            float[] sum = result.values();
            float[] x = inputs.get(term).values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += coefficient * x[i];
            }
        }
        return result;
    }

    @Override
    public FloatKernel mean(Op.Mean op) {
        return (ids, inputs) -> {
            FloatMatrix x = inputs.get(0);
            FloatMatrix mean = FloatMatrix.zeros(1, x.width());
            for (int i = 0; i < x.values().length; i++) {
                mean.values()[i % x.width()] += x.values()[i];
            }
            for (int column = 0; column < x.width(); column++) {
                mean.values()[column] /= x.rows();
            }
            return mean;
        };
    }

    @Override
    public FloatKernel pool(Op.Pool op) {
        return (ids, inputs) -> switch (op.kind()) {
            case FIRST -> {
                FloatMatrix x = inputs.get(0);
                yield new FloatMatrix(1, x.width(), Arrays.copyOf(x.values(), x.width()));
            }
        };
    }
}
