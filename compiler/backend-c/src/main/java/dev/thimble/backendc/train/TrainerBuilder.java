package dev.thimble.backendc.train;

import dev.thimble.backendc.image.Digests;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.backendc.model.CTrainerStep;
import dev.thimble.core.train.Feature;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.TrainStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Builds the typed model of a trainer, whose constants go into the image. */
public final class TrainerBuilder implements TrainStep.Cases<CTrainerStep> {
    private final TrainerSpec spec;
    private final TrainerConstants image;
    private final GradientNames gradients;
    private final MatrixBuilder matrices;

    private TrainerBuilder(TrainerSpec spec, TrainerConstants image) {
        this.spec = spec;
        this.image = image;
        this.gradients = new GradientNames(spec.form(), image);
        this.matrices = new MatrixBuilder(spec.form(), image);
    }

    /** The trainer of a model. */
    public static CTrainer build(TrainerSpec spec, TrainerConstants image) {
        return new TrainerBuilder(spec, image).trainer();
    }

    private CTrainer trainer() {
        List<CTrainerStep> steps =
                spec.form().steps().stream().map(step -> step.match(this)).toList();
        return new CTrainer(
                spec.form().part().word(),
                digest(PersonalPart.NOTHING),
                digest(PersonalPart.HEAD),
                features(),
                spec.replay(),
                spec.newLabels(),
                matrices.all(),
                values(),
                gradients.owned(),
                steps,
                spec.form().steps().stream()
                        .filter(TrainStep.Fixed.class::isInstance)
                        .mapToLong(step -> image.scratchBytes(step.name()))
                        .max()
                        .orElse(0));
    }

    private List<String> digest(PersonalPart personal) {
        String layout = personal.leaves(spec.form()).layout();
        byte[] digest = Digests.sha256().digest(layout.getBytes(StandardCharsets.UTF_8));
        return IntStream.range(0, CTrainer.PART_BYTES)
                .mapToObj(at -> String.format(Locale.ROOT, "0x%02X", digest[at]))
                .toList();
    }

    private List<CTrainer.Feature> features() {
        List<CTrainer.Feature> features = new ArrayList<>();
        int at = 0;
        for (Feature feature : spec.form().features()) {
            features.add(new CTrainer.Feature(
                    image.row(feature.name()), image.pointer(feature.name()), at, feature.width()));
            at += feature.width();
        }
        return features;
    }

    private List<CTrainer.Value> values() {
        List<CTrainer.Value> values = new ArrayList<>();
        for (Feature feature : spec.form().features()) {
            values.add(new CTrainer.Value(image.row(feature.name()), 8, feature.width()));
        }
        for (TrainStep step : spec.form().steps()) {
            if (!isLast(step)) {
                values.add(new CTrainer.Value(image.row(step.name()), image.bits(step.name()), step.width()));
            }
        }
        return values.stream()
                .sorted((a, b) -> Integer.compare(b.bits(), a.bits()))
                .toList();
    }

    private boolean isLast(TrainStep step) {
        return step.name().equals(spec.form().head().name());
    }

    private String value(String name) {
        return "s->" + image.row(name);
    }

    @Override
    public CTrainerStep product(TrainStep.Product step) {
        int bits = isLast(step) ? 0 : image.bits(step.name());
        return new CTrainerStep.Product(
                matrices.trained(step.matrix()),
                value(step.input()),
                value(step.name()),
                bits,
                gradients.of(step.name()),
                gradients.ofInputs(step));
    }

    @Override
    public CTrainerStep adapted(TrainStep.Adapted step) {
        return new CTrainerStep.Adapted(
                matrices.adapted(step.matrix(), step.shift()),
                matrices.adapter(step.lowering()),
                matrices.adapter(step.raising()),
                value(step.input()),
                value(step.name()),
                image.bits(step.name()),
                gradients.of(step.name()),
                gradients.ofInputs(step));
    }

    @Override
    public CTrainerStep fixed(TrainStep.Fixed step) {
        return new CTrainerStep.Fixed(
                image.inference(step),
                matrices.frozen(step.matrix(), step.shift()),
                gradients.of(step.name()),
                gradients.ofInputs(step));
    }

    @Override
    public CTrainerStep activation(TrainStep.Activation step) {
        return new CTrainerStep.Activation(
                image.inference(step),
                value(step.input()),
                step.width(),
                image.array(step.name() + ".slope", step.slope()),
                gradients.of(step.name()));
    }

    @Override
    public CTrainerStep norm(TrainStep.Norm step) {
        String name = step.name() + ".training";
        return new CTrainerStep.Norm(
                image.inference(step),
                value(step.input()),
                image.scaling(name + ".gain", step.form().gain()),
                image.scaling(name + ".deviation", step.form().deviation()),
                gradients.of(step.name()));
    }

    @Override
    public CTrainerStep sum(TrainStep.Sum step) {
        return new CTrainerStep.Sum(
                image.inference(step), step.width(), gradients.of(step.name()), gradients.ofInputs(step));
    }

    @Override
    public CTrainerStep first(TrainStep.First step) {
        return new CTrainerStep.First(image.inference(step));
    }
}
