package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.target.KernelSets;
import dev.thimble.core.train.MatrixForm;
import dev.thimble.core.train.MatrixFormat;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model and the images that follow from its parameters, for parts with and without adapters. */
class TrainedModelTest {
    private static TrainedModel model(String part) {
        return new TrainedSteps(3, part, KernelSets.PORTABLE, 1).model();
    }

    /** Parameters that differ a little. */
    private static Parameters learned(Parameters before, int seed) {
        Random random = new Random(seed);
        return before.plus(Parameters.of(before.size(), i -> random.nextInt(1 << 16) - (1 << 15)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"head+pooler", "last-layer:lora:3"})
    void whatWasLearnedIsInTheImage(String part) {
        TrainedModel model = model(part);
        TrainedModel trained = model.with(learned(model.parameters(), 1));
        assertThat(trained.image()).hasSameSizeAs(model.image()).isNotEqualTo(model.image());
        assertThat(trained.base()).isNotEqualTo(model.base());
        assertThat(trained.part()).isEqualTo(model.part());
    }

    /** Whichever images there were on the way. */
    @Test
    void aHeadFollowsFromItsParametersAlone() {
        TrainedModel model = model("head+mean");
        Parameters first = learned(model.parameters(), 1);
        Parameters second = learned(first, 2);
        assertThat(model.with(first).begun(first)).isEqualTo(first);
        assertThat(model.with(first).parameters()).as("rounded").isNotEqualTo(first);
        assertThat(model.with(first).with(second).image())
                .isEqualTo(model.with(second).image());
    }

    /** The image has them merged; what was a head stays one, to the bit. */
    @Test
    void adaptersBeginAnew() {
        TrainedModel model = model("last-layer:lora:3");
        Parameters learned = learned(model.parameters(), 1);
        TrainedModel trained = model.with(learned);
        Parameters begun = trained.begun(learned);
        int at = 0;
        for (MatrixForm matrix : model.form().matrices()) {
            Parameters expected = matrix.format() == MatrixFormat.WHOLE ? learned : model.parameters();
            for (int i = at; i < at + matrix.size(); i++) {
                assertThat(begun.value(i)).as(matrix.name()).isEqualTo(expected.value(i));
            }
            at += matrix.size();
        }
        assertThat(trained.with(begun).image())
                .as("adapters that do nothing yet")
                .isEqualTo(trained.image());
    }

    @Test
    void parametersOfAnotherPartAreNone() {
        TrainedModel model = model("head+mean");
        assertThatThrownBy(() -> model.with(Parameters.of(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
