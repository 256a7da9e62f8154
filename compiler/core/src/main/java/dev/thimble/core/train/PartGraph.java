package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.RowReads;
import dev.thimble.core.ir.Rows;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The float graph in which a part can be trained; it computes what it did. */
public final class PartGraph implements TrainablePart.Cases<Graph> {
    /** The mean that the head sees, as graphs call it. */
    private static final String MEAN = "embedding.mean";

    private final Graph graph;

    private PartGraph(Graph graph) {
        this.graph = graph;
    }

    /**
     * The graph for a part.
     *
     * @throws ThimbleException where the model has no such part: THM-1102
     */
    public static Graph of(TrainablePart part, Graph graph) {
        return part.match(new PartGraph(graph));
    }

    @Override
    public Graph head(TrainablePart.Head part) {
        return graph;
    }

    @Override
    public Graph headAndPooler(TrainablePart.HeadAndPooler part) {
        return graph;
    }

    @Override
    public Graph lastLayer(TrainablePart.LastLayer part) {
        return graph;
    }

    /** The mean becomes another input of the head, whose weights for it are 0. */
    @Override
    public Graph headAndMean(TrainablePart.HeadAndMean part) {
        Node head = graph.output();
        if (!(head.op() instanceof Op.Linear linear) || head.shape().rows() != Rows.ONE) {
            throw new ThimbleException(TrainProblem.PART_ABSENT.at(graph.name(), part.word()));
        }
        Node tokens = lastBeforeMixing();
        int more = tokens.shape().width();
        List<Node> nodes =
                new ArrayList<>(graph.nodes().subList(0, graph.nodes().size() - 1));
        nodes.add(new Node(MEAN, new Op.Mean(), List.of(tokens.name()), Shape.one(more)));
        List<String> inputs = new ArrayList<>(head.inputs());
        inputs.add(MEAN);
        Op wider = new Op.Linear(widened(linear.weight(), more), linear.bias());
        nodes.add(new Node(head.name(), wider, inputs, head.shape()));
        return new Graph(graph.name(), graph.maxTokens(), nodes);
    }

    /** The last value that all embeddings go through, each token for itself. */
    private Node lastBeforeMixing() {
        Node last = graph.nodes().get(0);
        for (Node node : graph.nodes()) {
            if (isApart(node, new HashSet<>()) && everythingPasses(node)) {
                last = node;
            }
        }
        return last;
    }

    private boolean isApart(Node node, Set<String> seen) {
        return node.shape().rows() == Rows.TOKENS
                && IntStream.range(0, node.inputs().size())
                        .allMatch(input -> node.op().reads(input) == RowReads.SAME_ROW)
                && node.inputs().stream().filter(seen::add).allMatch(input -> isApart(graph.node(input), seen));
    }

    /** Whether no path from an embedding to the output leaves a node out. */
    private boolean everythingPasses(Node gate) {
        Set<String> reached = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean starts = node.op() instanceof Op.Embedding;
            boolean follows = node.inputs().stream().anyMatch(reached::contains);
            if (!node.equals(gate) && (starts || follows)) {
                reached.add(node.name());
            }
        }
        return !reached.contains(graph.output().name());
    }

    private static FloatTensor widened(FloatTensor weight, int more) {
        int columns = weight.columns();
        int wider = columns + more;
        float[] values = new float[weight.rows() * wider];
        for (int at = 0; at < weight.size(); at++) {
            values[at / columns * wider + at % columns] = weight.at(at);
        }
        return FloatTensor.matrix(weight.name(), weight.rows(), wider, values);
    }
}
