package dev.thimble.frontend.architecture;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Rows;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects nodes in order; each method adds one and gives back its name. */
public final class GraphBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    public String embedding(String name, IndexSource source, FloatTensor table) {
        return add(name, new Op.Embedding(source, table), Shape.tokens(table.columns()));
    }

    public String linear(String name, String input, FloatTensor weight, FloatTensor bias) {
        return add(name, new Op.Linear(weight, bias), wide(input, weight.rows()), input);
    }

    public String convolution(String name, String input, FloatTensor weight, FloatTensor bias) {
        return add(name, new Op.DepthwiseConv1d(weight, bias), wide(input, weight.rows()), input);
    }

    public String pool(String name, String input) {
        return add(name, new Op.Pool(PoolKind.FIRST), new Shape(Rows.ONE, width(input)), input);
    }

    /** A node whose value has the shape of its first input. */
    public String same(String name, Op op, String... inputs) {
        return add(name, op, shapes.get(inputs[0]), inputs);
    }

    public Graph build(String name, int maxTokens) {
        return new Graph(name, maxTokens, nodes);
    }

    /** Columns of a node's value. */
    public int width(String input) {
        return shapes.get(input).width();
    }

    private Shape wide(String input, int width) {
        return new Shape(shapes.get(input).rows(), width);
    }

    private String add(String name, Op op, Shape shape, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs), shape));
        shapes.put(name, shape);
        return name;
    }
}
