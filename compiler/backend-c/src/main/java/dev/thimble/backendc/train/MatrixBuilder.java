package dev.thimble.backendc.train;

import dev.thimble.backendc.model.CTrainer;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.train.MatrixForm;
import dev.thimble.core.train.Segment;
import dev.thimble.core.train.TrainerForm;
import java.util.ArrayList;
import java.util.List;

/** Builds the matrices of a trainer, in the order in which they are asked for. */
final class MatrixBuilder {
    private final TrainerForm form;
    private final TrainerConstants image;
    private final List<CTrainer.Matrix> matrices = new ArrayList<>();
    private int parameters;

    MatrixBuilder(TrainerForm form, TrainerConstants image) {
        this.form = form;
        this.image = image;
    }

    /** All that there are now. */
    List<CTrainer.Matrix> all() {
        return List.copyOf(matrices);
    }

    /** A matrix of inference under training; its requantiser has no shift. */
    CTrainer.Matrix trained(MatrixForm matrix) {
        CTrainer.Role role = matrix.equals(form.head()) ? CTrainer.Role.HEAD : CTrainer.Role.WHOLE;
        return add(matrix, role, 0);
    }

    /** A matrix of inference with an adapter beside it. */
    CTrainer.Matrix adapted(MatrixForm matrix, int shift) {
        return add(matrix, CTrainer.Role.ADAPTED, shift);
    }

    /** A matrix of inference that stays as it is. */
    CTrainer.Matrix frozen(MatrixForm matrix, int shift) {
        return add(matrix, CTrainer.Role.FROZEN, shift);
    }

    /** A matrix of an adapter. */
    CTrainer.Matrix adapter(MatrixForm matrix) {
        return add(matrix, CTrainer.Role.ADAPTER, 0);
    }

    private CTrainer.Matrix add(MatrixForm matrix, CTrainer.Role role, int shift) {
        String name = matrix.name() + ".training";
        List<CTrainer.Segment> segments = new ArrayList<>();
        for (Segment segment : matrix.segments()) {
            segments.add(segment(name + ".segment" + segments.size(), matrix, segment));
        }
        boolean isInferred = role != CTrainer.Role.ADAPTER;
        CTrainer.Matrix built = new CTrainer.Matrix(
                matrix.name(),
                image.symbol(matrix.name()),
                role,
                matrix.rows(),
                matrix.columns(),
                matrix.format().isBiased() ? 1 : 0,
                matrix.format().inputShift(),
                parameters,
                isInferred ? image.layout(matrix.name()) : MatrixLayout.PLAIN,
                isInferred ? image.rows(matrix.name()) : CTrainer.Rows.NONE,
                segments,
                image.scaling(name + ".result", matrix.toResult()),
                image.scaling(name + ".unit", matrix.toUnit(shift)),
                image.scaling(name + ".row", matrix.toMultiplier()),
                image.signed(name + ".zero_point", matrix.result().zeroPoint()),
                image.signed(name + ".largest", matrix.largestWeight()));
        parameters += built.isTrained() ? matrix.size() : 0;
        matrices.add(built);
        return built;
    }

    private CTrainer.Segment segment(String name, MatrixForm matrix, Segment segment) {
        return new CTrainer.Segment(
                segment.columns(),
                image.signed(name + ".zero_point", segment.zeroPoint()),
                image.scaling(name + ".step", segment.toStep(matrix.format())),
                image.scaling(name + ".decay", segment.toDecay(matrix.format())),
                image.scaling(name + ".input", segment.toGradient(matrix.format())),
                image.signed(name + ".begin", matrix.begin(segment)));
    }
}
