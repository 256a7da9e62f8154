package dev.thimble.core.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The constants of a float graph. */
public final class GraphTensors implements Op.Cases<List<FloatTensor>> {
    private GraphTensors() {}

    /** Every tensor once, in the order of the nodes. */
    public static List<FloatTensor> of(Graph graph) {
        Set<FloatTensor> tensors = new LinkedHashSet<>();
        graph.nodes().forEach(node -> tensors.addAll(node.op().match(new GraphTensors())));
        return List.copyOf(tensors);
    }

    @Override
    public List<FloatTensor> embedding(Op.Embedding op) {
        return List.of(op.table());
    }

    @Override
    public List<FloatTensor> linear(Op.Linear op) {
        return List.of(op.weight(), op.bias());
    }

    @Override
    public List<FloatTensor> layerNorm(Op.LayerNorm op) {
        return List.of(op.gain(), op.bias());
    }

    @Override
    public List<FloatTensor> rmsNorm(Op.RmsNorm op) {
        return List.of(op.gain());
    }

    @Override
    public List<FloatTensor> attention(Op.Attention op) {
        return List.of();
    }

    @Override
    public List<FloatTensor> depthwiseConv1d(Op.DepthwiseConv1d op) {
        return List.of(op.weight(), op.bias());
    }

    @Override
    public List<FloatTensor> activation(Op.Activation op) {
        return List.of();
    }

    @Override
    public List<FloatTensor> add(Op.Add op) {
        return List.of();
    }

    @Override
    public List<FloatTensor> weightedSum(Op.WeightedSum op) {
        return List.of();
    }

    @Override
    public List<FloatTensor> pool(Op.Pool op) {
        return List.of();
    }
}
