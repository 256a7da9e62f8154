package dev.thimble.reference;

import dev.thimble.core.ir.Op;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The norms over each row, from ND4J's reductions: its own layer norm takes no epsilon. */
final class Norms {
    private Norms() {}

    static Kernel layerNorm(Op.LayerNorm op) {
        INDArray gain = Arrays2d.vector(op.gain());
        INDArray bias = Arrays2d.vector(op.bias());
        return (ids, inputs) -> {
            INDArray x = inputs.get(0);
            INDArray centred = x.subColumnVector(x.mean(true, 1));
            return normalized(centred, op.epsilon()).muliRowVector(gain).addiRowVector(bias);
        };
    }

    static Kernel rmsNorm(Op.RmsNorm op) {
        INDArray gain = Arrays2d.vector(op.gain());
        return (ids, inputs) -> normalized(inputs.get(0), op.epsilon()).muliRowVector(gain);
    }

    /** Each row divided by sqrt(mean of its squares + epsilon). */
    private static INDArray normalized(INDArray x, double epsilon) {
        INDArray meanSquare = x.mul(x).mean(true, 1);
        return x.divColumnVector(Transforms.sqrt(meanSquare.addi(epsilon), false));
    }
}
