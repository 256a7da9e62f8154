package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Rows;
import java.util.ArrayList;
import java.util.List;

/** Finds a trainable part in an integer graph, and derives the way back through it. */
public final class TrainerForms implements TrainablePart.Cases<TrainerForm> {
    private final Graph graph;
    private final IntGraph integers;

    private TrainerForms(Graph graph, IntGraph integers) {
        this.graph = graph;
        this.integers = integers;
    }

    /**
     * The integer graph whose matrices under training need no shift, as their roundings have none. Others stay as they
     * are.
     *
     * @throws ThimbleException for a weight that is too large to be trained: THM-1103
     */
    public static IntGraph prepared(TrainerForm form, IntGraph integers) {
        IntGraph prepared = integers;
        for (MatrixForm matrix : form.rounded()) {
            IntNode node = prepared.node(matrix.name());
            IntOp.Linear op = (IntOp.Linear) node.op();
            MatrixRounding rounding = new MatrixRounding(matrix);
            rounding.requireRoom(op);
            if (op.requantizer().shift() != 0) {
                int[] weights = rounding.unrounded(op);
                prepared = prepared.with(node.withOp(rounding.rounded(op, weights, matrix.rows())));
            }
        }
        return prepared;
    }

    /**
     * The form of a part's training.
     *
     * @param graph the float graph that was quantised: it knows the activations by name
     * @throws ThimbleException where the model has no such part: THM-1102
     */
    public static TrainerForm of(TrainablePart part, Graph graph, IntGraph integers) {
        return part.match(new TrainerForms(graph, integers));
    }

    @Override
    public TrainerForm head(TrainablePart.Head part) {
        TrainStep.Product head = product(integers.output(), part);
        return form(part, List.of(head));
    }

    @Override
    public TrainerForm headAndMean(TrainablePart.HeadAndMean part) {
        TrainStep.Product head = product(integers.output(), part);
        return form(part, List.of(head));
    }

    @Override
    public TrainerForm headAndPooler(TrainablePart.HeadAndPooler part) {
        TrainStep.Product head = product(integers.output(), part);
        IntNode activation = integers.node(head.input());
        if (!(activation.op() instanceof IntOp.Lookup lookup)) {
            throw absent(part);
        }
        IntNode before = integers.node(activation.inputs().get(0));
        TrainStep.Product pooler = product(before, part);
        List<TrainStep> steps = new ArrayList<>(List.of(pooler, activation(activation, before, lookup)));
        steps.add(head);
        return form(part, steps);
    }

    @Override
    public TrainerForm lastLayer(TrainablePart.LastLayer part) {
        Tail tail = Tail.of(integers);
        List<TrainStep> steps = new ArrayList<>();
        for (IntNode node : tail.nodes()) {
            steps.add(
                    node.equals(integers.output())
                            ? product(node, part)
                            : new TailStep(this, integers, part, node).step().orElseThrow(() -> absent(part)));
        }
        if (steps.stream().noneMatch(TrainStep.Adapted.class::isInstance)) {
            throw absent(part);
        }
        return form(part, tail.features(), steps);
    }

    private TrainerForm form(TrainablePart part, List<TrainStep> steps) {
        IntNode feature = integers.node(steps.get(0).inputs().get(0));
        if (feature.shape().rows() != Rows.ONE) {
            throw absent(part);
        }
        return form(part, List.of(feature), steps);
    }

    private TrainerForm form(TrainablePart part, List<IntNode> values, List<TrainStep> steps) {
        if (values.stream().anyMatch(value -> value.quantization().precision() != Precision.I8)) {
            throw absent(part);
        }
        List<Feature> features = values.stream()
                .map(value -> new Feature(value.name(), value.shape().width()))
                .toList();
        return new TrainerForm(part, features, steps);
    }

    private TrainStep.Product product(IntNode node, TrainablePart part) {
        if (!(node.op() instanceof IntOp.Linear) || node.shape().rows() != Rows.ONE) {
            throw absent(part);
        }
        return new TrainStep.Product(node.inputs().get(0), matrix(node));
    }

    /** The form of a matrix of inference. */
    MatrixForm matrix(IntNode node) {
        IntNode input = integers.node(node.inputs().get(0));
        return MatrixForm.of(node.name(), node.shape().width(), segments(input), node.quantization());
    }

    /** Integers side by side keep the quantisations of what they come from. */
    private List<Segment> segments(IntNode input) {
        if (!(input.op() instanceof IntOp.Concat)) {
            return List.of(Segment.of(input.shape().width(), input.quantization()));
        }
        return input.inputs().stream()
                .map(integers::node)
                .map(part -> Segment.of(part.shape().width(), part.quantization()))
                .toList();
    }

    /** The step of an activation. */
    TrainStep activation(IntNode node, IntNode input, IntOp.Lookup lookup) {
        Op.Activation op = (Op.Activation) graph.node(node.name()).op();
        return new TrainStep.Activation(
                node.name(),
                input.name(),
                node.shape().width(),
                lookup.table(),
                Slopes.of(node.name(), op.kind(), input.quantization()));
    }

    private ThimbleException absent(TrainablePart part) {
        return new ThimbleException(TrainProblem.PART_ABSENT.at(integers.name(), part.word()));
    }
}
