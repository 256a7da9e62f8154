package dev.thimble.reference;

import dev.thimble.core.ir.Op;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Softmax attention, all heads in one batched product. */
final class AttentionKernel implements Kernel {
    private final int heads;
    private final double scale;

    AttentionKernel(Op.Attention op) {
        heads = op.heads();
        scale = op.scale();
    }

    @Override
    public INDArray run(int[] ids, List<INDArray> inputs) {
        INDArray query = split(inputs.get(0));
        INDArray key = split(inputs.get(1));
        INDArray value = split(inputs.get(2));
        INDArray scores = Nd4j.matmul(query, key, false, true, false).muli(scale);
        INDArray mixed = Nd4j.matmul(Nd4j.nn().softmax(scores, 2), value);
        return mixed.permute(1, 0, 2).dup('c').reshape('c', inputs.get(0).shape());
    }

    /** rows x width as heads x rows x width/heads. */
    private INDArray split(INDArray x) {
        return x.reshape('c', x.rows(), heads, x.columns() / heads)
                .permute(1, 0, 2)
                .dup('c');
    }
}
