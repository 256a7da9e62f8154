package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Splits attention with several heads, and the matrices that make its queries, keys and values, into one of each a
 * head. The scheduler then needs room for the keys and values of one head at a time. Every integer stays what it was:
 * a head reads its own columns only, and those come from their own rows of the matrices.
 */
public final class HeadByHead {
    private final IntGraph graph;
    private final Map<String, List<IntNode>> heads = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    private HeadByHead(IntGraph graph) {
        this.graph = graph;
    }

    /** The graph with every attention split whose queries, keys and values are matrix products of its own. */
    public static IntGraph split(IntGraph graph) {
        HeadByHead split = new HeadByHead(graph);
        graph.nodes().forEach(split::splitAttention);
        List<IntNode> nodes = new ArrayList<>();
        for (IntNode node : graph.nodes()) {
            nodes.addAll(split.heads.getOrDefault(node.name(), List.of()));
            if (!split.gone.contains(node.name())) {
                nodes.add(split.heads.containsKey(node.name()) ? split.joined(node) : node);
            }
        }
        return new IntGraph(graph.name(), graph.maxTokens(), nodes);
    }

    private void splitAttention(IntNode node) {
        List<IntNode> inputs = node.inputs().stream().map(graph::node).toList();
        boolean own = inputs.stream()
                .allMatch(input -> input.op() instanceof IntOp.Linear
                        && graph.consumers(input.name()).size() == 1
                        && !input.equals(graph.output()));
        if (!(node.op() instanceof IntOp.Attention op)
                || op.heads() == 1
                || !own
                || Set.copyOf(inputs).size() < inputs.size()) {
            return;
        }
        List<IntNode> parts = new ArrayList<>();
        for (int head = 0; head < op.heads(); head++) {
            for (IntNode input : List.of(inputs.get(1), inputs.get(2), inputs.get(0))) {
                parts.add(linear(input, head, op.heads()));
            }
            parts.add(attention(node, op, head));
        }
        heads.put(node.name(), parts);
        node.inputs().forEach(gone::add);
    }

    private static String nameOf(String name, int head) {
        return name + ".head" + head;
    }

    private static IntNode part(IntNode whole, IntOp op, List<String> inputs, int head, int heads) {
        return new IntNode(
                nameOf(whole.name(), head),
                op,
                inputs,
                new Shape(whole.shape().rows(), whole.shape().width() / heads),
                whole.quantization());
    }

    private static IntNode attention(IntNode node, IntOp.Attention op, int head) {
        IntOp single = new IntOp.Attention(1, op.exponent(), op.numerator(), op.shift());
        List<String> inputs =
                node.inputs().stream().map(input -> nameOf(input, head)).toList();
        return part(node, single, inputs, head, op.heads());
    }

    private static IntNode linear(IntNode node, int head, int heads) {
        IntOp.Linear op = (IntOp.Linear) node.op();
        int rows = op.weight().rows() / heads;
        IntOp sliced = new IntOp.Linear(
                slice(op.weight(), head * rows, rows),
                slice(op.bias(), head * rows, rows),
                new Requantizer(op.requantizer().shift(), slice(op.requantizer().multipliers(), head * rows, rows)),
                op.bits());
        return part(node, sliced, node.inputs(), head, heads);
    }

    private static IntTensor slice(IntTensor tensor, int from, int rows) {
        int columns = tensor.columns();
        List<Integer> dims = tensor.dims().size() == 1 ? List.of(rows) : List.of(rows, columns);
        int[] values = IntStream.range(from * columns, (from + rows) * columns)
                .map(tensor::at)
                .toArray();
        return IntTensor.of(tensor.name(), tensor.precision(), dims, values);
    }

    /** The attention's value again, under its own name. */
    private IntNode joined(IntNode node) {
        List<String> parts = heads.get(node.name()).stream()
                .filter(part -> part.op() instanceof IntOp.Attention)
                .map(IntNode::name)
                .toList();
        return new IntNode(node.name(), new IntOp.Concat(), parts, node.shape(), node.quantization());
    }
}
