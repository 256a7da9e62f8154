package dev.thimble.backendc.train;

import dev.thimble.backendc.model.CTrainer;
import dev.thimble.core.train.TrainStep;
import dev.thimble.core.train.TrainerForm;
import java.util.List;
import java.util.Optional;

/** Where gradients lie. One that becomes that of the input in place has its array, too. */
record GradientNames(TrainerForm form, TrainerConstants image) {
    /** A C expression of a value's gradient. */
    String of(String value) {
        if (value.equals(form.head().name())) {
            return "s->gradient";
        }
        return changedInPlace(value).map(step -> of(step.name())).orElseGet(() -> "s->" + symbol(value));
    }

    private String symbol(String value) {
        return "back_" + image.symbol(value);
    }

    private Optional<TrainStep> changedInPlace(String value) {
        return form.steps().stream()
                .filter(step -> step.inputs().contains(value) && step.isInPlace())
                .findFirst();
    }

    /** Those of a step's inputs that have one. */
    List<String> ofInputs(TrainStep step) {
        return step.inputs().stream()
                .filter(input -> !form.isFeature(input))
                .map(this::of)
                .toList();
    }

    /** All arrays but that of the head's. */
    List<CTrainer.Gradient> owned() {
        return form.steps().stream()
                .filter(step -> !step.name().equals(form.head().name()))
                .filter(step -> changedInPlace(step.name()).isEmpty())
                .map(step -> new CTrainer.Gradient(symbol(step.name()), step.width()))
                .toList();
    }
}
