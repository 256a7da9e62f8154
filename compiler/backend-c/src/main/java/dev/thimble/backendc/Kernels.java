package dev.thimble.backendc;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.kernel.KernelSet;
import dev.thimble.core.kernel.PairedWeights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which runtime sources a model's operators need; only those are copied into a package. */
record Kernels(KernelSet set) implements IntOp.Cases<List<String>> {

    static Set<String> of(IntGraph graph, KernelSet set) {
        Set<String> sources = new TreeSet<>();
        graph.nodes().stream()
                .map(IntNode::op)
                .map(op -> op.match(new Kernels(set)))
                .forEach(sources::addAll);
        return sources;
    }

    @Override
    public List<String> embedding(IntOp.Embedding op) {
        return List.of("embedding.c");
    }

    /** The weights as the set's faster kernel reads them, where it has one that can compute this product. */
    static Optional<IntTensor> pairs(KernelSet set, IntOp.Linear op) {
        return switch (set) {
            case PORTABLE, ARMV7M, MVE -> Optional.empty();
            case DSP -> PairedWeights.of(op);
        };
    }

    @Override
    public List<String> linear(IntOp.Linear op) {
        return List.of(pairs(set, op).isPresent() ? "linear_paired.c" : "linear.c");
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

    @Override
    public List<String> concat(IntOp.Concat op) {
        return List.of("concat.c");
    }
}
