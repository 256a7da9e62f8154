package dev.thimble.core.train;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.reference.RowKernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The matrices under training, and what lies between them. */
final class PartState {
    private final IntGraph graph;
    private final Map<String, TrainedMatrix> matrices = new LinkedHashMap<>();

    private PartState(IntGraph graph) {
        this.graph = graph;
    }

    /** What training begins with: rounded weights as they are, adapters that do nothing yet. */
    static PartState of(TrainerForm form, IntGraph graph) {
        PartState state = new PartState(graph);
        form.matrices().forEach(matrix -> state.matrices.put(matrix.name(), state.begun(matrix)));
        return state;
    }

    private TrainedMatrix begun(MatrixForm matrix) {
        int[] weights = matrix.format() == MatrixFormat.WHOLE
                ? new MatrixRounding(matrix).unrounded(linear(matrix))
                : AdapterStart.of(matrix);
        return new TrainedMatrix(matrix, weights);
    }

    private IntOp.Linear linear(MatrixForm matrix) {
        return (IntOp.Linear) graph.node(matrix.name()).op();
    }

    /** All matrices, in order. */
    List<TrainedMatrix> matrices() {
        return List.copyOf(matrices.values());
    }

    TrainedMatrix matrix(MatrixForm form) {
        return matrices.get(form.name());
    }

    FrozenMatrix frozen(MatrixForm form) {
        return new FrozenMatrix(form, linear(form));
    }

    AdaptedMatrix adapted(TrainStep.Adapted step) {
        return new AdaptedMatrix(frozen(step.matrix()), matrix(step.lowering()), matrix(step.raising()));
    }

    NormGradient norm(TrainStep.Norm step) {
        return new NormGradient(
                step.form(), (IntOp.LayerNorm) graph.node(step.name()).op());
    }

    /** What inference makes of one row: that of a step that stays as it is. */
    int[] inferred(TrainStep step, Map<String, int[]> values) {
        return RowKernel.run(
                graph.node(step.name()),
                step.inputs().stream().map(graph::node).toList(),
                step.inputs().stream().map(values::get).toList());
    }
}
