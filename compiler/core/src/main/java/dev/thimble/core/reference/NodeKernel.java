package dev.thimble.core.reference;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.Rows;
import java.util.IdentityHashMap;
import java.util.List;

/** Computes one node from its operands. */
@SuppressWarnings("ArrayRecordComponent") // lives for one node of one run
record NodeKernel(IntNode node, int[] ids, List<Operand> inputs, IdentityHashMap<IntOp.Linear, LinearKernel> products)
        implements IntOp.Cases<IntMatrix> {

    private IntMatrix result() {
        int rows = node.shape().rows() == Rows.ONE ? 1 : ids.length;
        return new IntMatrix(rows, node.shape().width());
    }

    private IntMatrix input(int index) {
        return inputs.get(index).matrix();
    }

    @Override
    public IntMatrix embedding(IntOp.Embedding op) {
        return EmbeddingKernel.run(op, ids, node.quantization().precision(), result());
    }

    @Override
    public IntMatrix linear(IntOp.Linear op) {
        return products.get(op).run(input(0), node.quantization(), result());
    }

    @Override
    public IntMatrix layerNorm(IntOp.LayerNorm op) {
        return NormKernel.layerNorm(op, input(0), node.quantization().precision(), result());
    }

    @Override
    public IntMatrix rmsNorm(IntOp.RmsNorm op) {
        return NormKernel.rmsNorm(op, input(0), node.quantization().precision(), result());
    }

    @Override
    public IntMatrix attention(IntOp.Attention op) {
        return new AttentionKernel(op, input(0), input(1), input(2), node.quantization()).run(result());
    }

    @Override
    public IntMatrix depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return ConvolutionKernel.run(op, input(0), node.quantization(), result());
    }

    @Override
    public IntMatrix lookup(IntOp.Lookup op) {
        return ElementKernels.lookup(op, input(0), result());
    }

    @Override
    public IntMatrix add(IntOp.Add op) {
        return ElementKernels.add(op, inputs, node.quantization(), result());
    }

    @Override
    public IntMatrix mean(IntOp.Mean op) {
        return ElementKernels.mean(op, inputs.get(0), node.quantization(), result());
    }

    @Override
    public IntMatrix pool(IntOp.Pool op) {
        return ElementKernels.pool(op, input(0), result());
    }

    @Override
    public IntMatrix concat(IntOp.Concat op) {
        return ElementKernels.concat(inputs, result());
    }
}
