package dev.thimble.core.train;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Rows;
import java.util.List;
import java.util.Optional;

/**
 * The step of a node that follows the last attention; none for what cannot be trained through.
 *
 * @param forms of the graph
 * @param part that is trained
 */
record TailStep(TrainerForms forms, IntGraph integers, TrainablePart.LastLayer part, IntNode node)
        implements IntOp.Cases<Optional<TrainStep>> {
    /** What lies between the matrices of an adapter. */
    private static final Quantization BETWEEN =
            Quantization.symmetric(Precision.I16, Math.scalb(1.0, -AdaptedMatrix.BETWEEN_FRACTION));

    Optional<TrainStep> step() {
        return node.op().match(this);
    }

    private IntNode input() {
        return integers.node(node.inputs().get(0));
    }

    private String inputName() {
        return node.inputs().get(0);
    }

    /** Gradients of results become gradients of inputs in place, so nothing else may read these. */
    private Optional<TrainStep> inPlace(TrainStep step) {
        return Optional.of(step).filter(any -> integers.consumers(inputName()).size() == 1);
    }

    @Override
    public Optional<TrainStep> linear(IntOp.Linear op) {
        MatrixForm matrix = forms.matrix(node);
        int shift = op.requantizer().shift();
        return Optional.of(
                node.shape().rows() == Rows.ONE
                        ? new TrainStep.Fixed(inputName(), matrix, shift)
                        : new TrainStep.Adapted(inputName(), matrix, shift, lowering(matrix), raising(matrix)));
    }

    private MatrixForm lowering(MatrixForm matrix) {
        String name = node.name() + ".lora_a";
        return new MatrixForm(name, MatrixFormat.LOWERING, part.rank(), matrix.inputSegments(), BETWEEN);
    }

    private MatrixForm raising(MatrixForm matrix) {
        List<Segment> segments = List.of(Segment.of(part.rank(), BETWEEN));
        String name = node.name() + ".lora_b";
        return new MatrixForm(name, MatrixFormat.RAISING, matrix.rows(), segments, matrix.result());
    }

    @Override
    public Optional<TrainStep> layerNorm(IntOp.LayerNorm op) {
        NormForm form = NormForm.of(op, input().quantization(), node.quantization());
        return inPlace(new TrainStep.Norm(node.name(), inputName(), node.shape().width(), form));
    }

    @Override
    public Optional<TrainStep> lookup(IntOp.Lookup op) {
        return inPlace(forms.activation(node, input(), op));
    }

    @Override
    public Optional<TrainStep> add(IntOp.Add op) {
        TrainStep sum =
                new TrainStep.Sum(node.name(), node.inputs(), node.shape().width());
        return Optional.of(sum)
                .filter(step -> node.inputs().stream().distinct().count()
                        == node.inputs().size());
    }

    @Override
    public Optional<TrainStep> pool(IntOp.Pool op) {
        TrainStep first =
                new TrainStep.First(node.name(), inputName(), node.shape().width());
        return op.kind() == PoolKind.FIRST ? inPlace(first) : Optional.empty();
    }

    @Override
    public Optional<TrainStep> embedding(IntOp.Embedding op) {
        return Optional.empty();
    }

    @Override
    public Optional<TrainStep> rmsNorm(IntOp.RmsNorm op) {
        return Optional.empty();
    }

    @Override
    public Optional<TrainStep> attention(IntOp.Attention op) {
        return Optional.empty();
    }

    @Override
    public Optional<TrainStep> depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return Optional.empty();
    }

    @Override
    public Optional<TrainStep> mean(IntOp.Mean op) {
        return Optional.empty();
    }

    @Override
    public Optional<TrainStep> concat(IntOp.Concat op) {
        return Optional.empty();
    }
}
