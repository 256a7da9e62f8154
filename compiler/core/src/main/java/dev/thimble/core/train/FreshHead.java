package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A head for other labels than a model was trained for, which knows nothing yet. Its weights are 0; but as long as a
 * graph is being quantised they are 1 or -1 over the root of their number, for what is measured on logits is then as
 * good as measured on what the head reads: such a projection keeps distances (Achlioptas 2003).
 */
public final class FreshHead {
    private FreshHead() {}

    /**
     * The graph with a head for so many labels whose weights stand for none in particular.
     *
     * @throws ThimbleException where the graph does not end with a matrix product: THM-1102
     */
    public static Graph projecting(Graph graph, int labels) {
        if (!(graph.output().op() instanceof Op.Linear linear)) {
            throw new ThimbleException(TrainProblem.PART_ABSENT.at(graph.name(), new TrainablePart.Head().word()));
        }
        int columns = linear.weight().columns();
        float size = (float) (1 / Math.sqrt(columns));
        float[] weights = new float[labels * columns];
        for (int at = 0; at < weights.length; at++) {
            weights[at] = sign(at) * size;
        }
        FloatTensor weight = FloatTensor.matrix(linear.weight().name(), labels, columns, weights);
        FloatTensor bias = FloatTensor.vector(linear.bias().name(), new float[labels]);
        return with(graph, new Op.Linear(weight, bias), labels);
    }

    /** 1 or -1, by the highest bit of a number's scrambled bits (the finaliser of MurmurHash3, Appleby 2011). */
    static int sign(int at) {
        int bits = (at ^ at >>> 16) * 0x85EBCA6B;
        bits = (bits ^ bits >>> 13) * 0xC2B2AE35;
        return (bits ^ bits >>> 16) < 0 ? -1 : 1;
    }

    /** The same graph with a head of zeros. */
    public static Graph empty(Graph graph) {
        Op.Linear linear = (Op.Linear) graph.output().op();
        Op.Linear zeros =
                new Op.Linear(linear.weight().with(i -> 0), linear.bias().with(i -> 0));
        return with(graph, zeros, graph.output().shape().width());
    }

    private static Graph with(Graph graph, Op.Linear op, int labels) {
        Node head = graph.output();
        List<Node> nodes =
                new ArrayList<>(graph.nodes().subList(0, graph.nodes().size() - 1));
        nodes.add(new Node(head.name(), op, head.inputs(), Shape.one(labels)));
        return new Graph(graph.name(), graph.maxTokens(), nodes);
    }

    /** The integer graph with a head of zeros. */
    public static IntGraph empty(IntGraph graph) {
        IntNode head = graph.output();
        IntOp.Linear linear = (IntOp.Linear) head.op();
        Requantizer requantizer = linear.requantizer();
        return graph.with(head.withOp(new IntOp.Linear(
                zeros(linear.weight()), zeros(linear.bias()), new Requantizer(0, zeros(requantizer.multipliers())))));
    }

    private static IntTensor zeros(IntTensor tensor) {
        return IntTensor.of(tensor.name(), tensor.precision(), tensor.dims(), new int[tensor.size()]);
    }
}
