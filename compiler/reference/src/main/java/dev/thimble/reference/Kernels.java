package dev.thimble.reference;

import dev.thimble.core.ir.Op;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Prepares the kernel of each operator. */
final class Kernels implements Op.Cases<Kernel> {

    @Override
    public Kernel embedding(Op.Embedding op) {
        return new EmbeddingKernel(op);
    }

    @Override
    public Kernel linear(Op.Linear op) {
        return new LinearKernel(op);
    }

    @Override
    public Kernel layerNorm(Op.LayerNorm op) {
        return Norms.layerNorm(op);
    }

    @Override
    public Kernel rmsNorm(Op.RmsNorm op) {
        return Norms.rmsNorm(op);
    }

    @Override
    public Kernel attention(Op.Attention op) {
        return new AttentionKernel(op);
    }

    @Override
    public Kernel depthwiseConv1d(Op.DepthwiseConv1d op) {
        return new ConvolutionKernel(op);
    }

    @Override
    public Kernel activation(Op.Activation op) {
        return (ids, inputs) -> Activations.of(op.kind(), inputs.get(0));
    }

    @Override
    public Kernel channelActivation(Op.ChannelActivation op) {
        INDArray steps = Arrays2d.matrix(op.steps());
        INDArray step = steps.getColumn(0);
        INDArray offset = steps.getColumn(1);
        INDArray resultStep = steps.getColumn(2);
        INDArray resultOffset = steps.getColumn(3);
        return (ids, inputs) -> Activations.of(
                        op.kind(), inputs.get(0).mulRowVector(step).addiRowVector(offset))
                .subiRowVector(resultOffset)
                .diviRowVector(resultStep);
    }

    @Override
    public Kernel add(Op.Add op) {
        return (ids, inputs) -> {
            INDArray sum = inputs.get(0).add(inputs.get(1));
            inputs.stream().skip(2).forEach(sum::addi);
            return sum;
        };
    }

    @Override
    public Kernel weightedSum(Op.WeightedSum op) {
        return (ids, inputs) -> weighted(op.coefficients(), inputs);
    }

    private static INDArray weighted(List<Double> coefficients, List<INDArray> inputs) {
        INDArray sum = inputs.get(0).mul(coefficients.get(0));
        for (int i = 1; i < inputs.size(); i++) {
            sum.addi(inputs.get(i).mul(coefficients.get(i)));
        }
        return sum;
    }

    @Override
    public Kernel mean(Op.Mean op) {
        return (ids, inputs) -> inputs.get(0).mean(true, 0);
    }

    @Override
    public Kernel pool(Op.Pool op) {
        return (ids, inputs) -> switch (op.kind()) {
            case FIRST -> inputs.get(0).getRow(0, true).dup('c');
        };
    }
}
