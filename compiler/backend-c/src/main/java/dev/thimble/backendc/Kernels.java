package dev.thimble.backendc;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.MatrixLayout;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which runtime sources a model's operators need; only those are copied into a package. */
record Kernels(Schedule schedule, IntNode node) implements IntOp.Cases<List<String>> {

    static Set<String> of(Schedule schedule) {
        Set<String> sources = new TreeSet<>();
        schedule.graph().nodes().forEach(node -> sources.addAll(node.op().match(new Kernels(schedule, node))));
        return sources;
    }

    @Override
    public List<String> embedding(IntOp.Embedding op) {
        return List.of("embedding.c");
    }

    /** The kernel of a layout, without the precision of its results. */
    static String linear(MatrixLayout layout) {
        return switch (layout) {
            case PLAIN -> "linear";
            case PAIRED -> "linear_paired";
            case WIDENED -> "linear_widened";
        };
    }

    @Override
    public List<String> linear(IntOp.Linear op) {
        return List.of(linear(schedule.layout(node, op)) + ".c");
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
