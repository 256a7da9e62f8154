package dev.thimble.backendc.train;

import dev.thimble.backendc.model.CPointer;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.train.MatrixForm;
import dev.thimble.core.train.Scaling;
import dev.thimble.core.train.Segment;
import dev.thimble.core.train.TrainStep;
import java.util.ArrayList;
import java.util.List;

/** Builds the typed model of a trainer, whose constants go into the image. */
public final class TrainerBuilder implements TrainStep.Cases<CTrainer.Step> {
    /** Where constants of the image come from and go to. */
    public interface Image {
        /** The C expression of a number, which the image has from now on. */
        String signed(String name, int value);

        /** The C expression of a number that is 0 or more. */
        String unsigned(String name, long value);

        /** The C expression of an array of the image. */
        String array(String name, IntTensor tensor);

        /** Where the rows of a matrix of inference lie. */
        CTrainer.Rows rows(String matrix);

        /** How its weights lie. */
        MatrixLayout layout(String matrix);

        /** Where the table of an activation lies. */
        String table(String activation);

        /** The C identifier of a value. */
        String symbol(String value);

        /** Where a value lies in the arena. */
        CPointer pointer(String value);
    }

    private final TrainerSpec spec;
    private final Image image;
    private final List<CTrainer.Matrix> matrices = new ArrayList<>();
    private final List<CTrainer.Activation> activations = new ArrayList<>();
    private int parameters;

    private TrainerBuilder(TrainerSpec spec, Image image) {
        this.spec = spec;
        this.image = image;
    }

    /** The trainer of a model. */
    public static CTrainer build(TrainerSpec spec, Image image) {
        return new TrainerBuilder(spec, image).trainer();
    }

    private CTrainer trainer() {
        List<CTrainer.Step> steps =
                spec.form().steps().stream().map(step -> step.match(this)).toList();
        return new CTrainer(
                spec.form().part().word(),
                image.pointer(spec.form().feature()),
                spec.form().features(),
                spec.replay(),
                spec.newLabels(),
                matrices,
                activations,
                steps,
                matrices.stream().mapToInt(CTrainer.Matrix::rows).max().orElseThrow());
    }

    @Override
    public CTrainer.Step product(TrainStep.Product step) {
        matrices.add(matrix(step.matrix()));
        boolean last = isLast(step);
        String gradient = last ? "s->gradient" : gradientBehind(step);
        return new CTrainer.Step(matrices.size() - 1, -1, input(step), gradient, isFirst(step), last);
    }

    @Override
    public CTrainer.Step activation(TrainStep.Activation step) {
        activations.add(new CTrainer.Activation(
                image.symbol(step.name()),
                step.width(),
                image.table(step.name()),
                image.array(step.name() + ".slope", step.slope())));
        return new CTrainer.Step(-1, activations.size() - 1, input(step), gradientBehind(step), isFirst(step), false);
    }

    private boolean isFirst(TrainStep step) {
        return step.input().equals(spec.form().feature());
    }

    private boolean isLast(TrainStep step) {
        List<TrainStep> steps = spec.form().steps();
        return step.equals(steps.get(steps.size() - 1));
    }

    private String input(TrainStep step) {
        return isFirst(step) ? "features" : "s->" + image.symbol(step.input());
    }

    /** The next product hands back the gradient of its input, and activations change it in place. */
    private String gradientBehind(TrainStep step) {
        List<TrainStep> steps = spec.form().steps();
        return steps.subList(steps.indexOf(step) + 1, steps.size()).stream()
                .filter(TrainStep.Product.class::isInstance)
                .map(next -> "s->back_" + image.symbol(next.name()))
                .findFirst()
                .orElseThrow();
    }

    private CTrainer.Matrix matrix(MatrixForm form) {
        String name = form.name() + ".training";
        int at = parameters;
        parameters += form.size();
        List<CTrainer.Segment> segments = new ArrayList<>();
        for (Segment segment : form.segments()) {
            segments.add(segment(name + ".segment" + segments.size(), segment));
        }
        return new CTrainer.Matrix(
                form.name(),
                image.symbol(form.name()),
                form.equals(spec.form().head()),
                form.rows(),
                form.columns(),
                at,
                image.layout(form.name()),
                image.rows(form.name()),
                segments,
                scaling(name + ".result", form.toResult()),
                scaling(name + ".unit", form.toUnit(0)),
                scaling(name + ".row", form.toMultiplier()),
                image.signed(name + ".zero_point", form.result().zeroPoint()),
                image.signed(name + ".largest", form.largestWeight()));
    }

    private CTrainer.Segment segment(String name, Segment segment) {
        return new CTrainer.Segment(
                segment.columns(),
                image.signed(name + ".zero_point", segment.zeroPoint()),
                scaling(name + ".step", segment.toStep()),
                scaling(name + ".decay", segment.toDecay()),
                scaling(name + ".input", segment.toGradient()));
    }

    private CTrainer.Scaling scaling(String name, Scaling scaling) {
        return new CTrainer.Scaling(
                image.signed(name + ".multiplier", scaling.multiplier()),
                image.unsigned(name + ".shift", scaling.shift()));
    }
}
