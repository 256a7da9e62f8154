package dev.thimble.backendc.train;

import dev.thimble.core.train.TrainStep;
import dev.thimble.core.train.TrainerForm;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The trainer that a package is to have.
 *
 * @param form what is trained, with room for all labels
 * @param replay examples that it keeps
 * @param newLabels how many labels may come while it trains
 */
public record TrainerSpec(TrainerForm form, int replay, int newLabels) {
    /** Whether a value is made by what is trained, and not by the frozen body. */
    public boolean makes(String value) {
        return names().contains(value);
    }

    private Set<String> names() {
        return form.steps().stream().map(TrainStep::name).collect(Collectors.toSet());
    }
}
