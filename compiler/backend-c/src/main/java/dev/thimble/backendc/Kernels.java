package dev.thimble.backendc;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which runtime sources a model's operators need; only those are copied into a package. */
final class Kernels implements IntOp.Cases<List<String>> {

    static Set<String> of(IntGraph graph) {
        Set<String> sources = new TreeSet<>();
        graph.nodes().stream()
                .map(IntNode::op)
                .map(op -> op.match(new Kernels()))
                .forEach(sources::addAll);
        return sources;
    }

    @Override
    public List<String> embedding(IntOp.Embedding op) {
        return List.of("embedding.c");
    }

    @Override
    public List<String> linear(IntOp.Linear op) {
        return List.of("linear.c");
    }

    @Override
    public List<String> layerNorm(IntOp.LayerNorm op) {
        return List.of("norm.c");
    }

    @Override
    public List<String> rmsNorm(IntOp.RmsNorm op) {
        return List.of("norm.c");
    }

    @Override
    public List<String> attention(IntOp.Attention op) {
        return List.of("attention.c", "exp2.c");
    }

    @Override
    public List<String> depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return List.of("convolution.c");
    }

    @Override
    public List<String> lookup(IntOp.Lookup op) {
        return List.of("element.c");
    }

    @Override
    public List<String> add(IntOp.Add op) {
        return List.of("element.c");
    }

    @Override
    public List<String> pool(IntOp.Pool op) {
        return List.of();
    }
}
