package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.MatrixForm;
import dev.thimble.core.train.MatrixFormat;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model and the images that follow from its parameters, for parts with and without adapters. */
class TrainedModelTest {
    private static final int ROUNDS = 20;
    private static final Rates SLOWLY = Rates.of(1.0 / 64, 0, 0);

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
        assertThat(model.with(first).parameters()).as("rounded").isNotEqualTo(first);
        assertThat(model.with(first).with(second).image())
                .isEqualTo(model.with(second).image());
    }

    /** An image has merged what was learned, and its devices tell what they learn beside that. */
    @Test
    void devicesBeginWithAdaptersThatDoNothingYet() {
        TrainedModel model = model("last-layer:lora:3");
        TrainedModel trained = model.with(learned(model.parameters(), 1));
        assertThat(adapters(trained)).isEqualTo(adapters(model));
        assertThat(trained.with(trained.parameters()).image()).isEqualTo(trained.image());
    }

    private static List<Integer> adapters(TrainedModel model) {
        List<Integer> adapters = new ArrayList<>();
        int at = 0;
        for (MatrixForm matrix : model.form().matrices()) {
            if (matrix.format() != MatrixFormat.WHOLE) {
                IntStream.range(at, at + matrix.size())
                        .map(model.parameters()::value)
                        .forEach(adapters::add);
            }
            at += matrix.size();
        }
        return adapters;
    }

    /** Each round begins with the weights of the one before, and none of them by itself changes any. */
    @Test
    void stepsOfAdaptersThatAreTooSmallForWeightsAddUp() {
        TrainedModel model = model("last-layer:lora:2");
        TrainedModel published = model;
        Parameters learned = model.parameters();
        for (int round = 0; round < ROUNDS; round++) {
            Parameters change = change(published);
            TrainedModel alone = published.with(published.parameters().plus(change));
            assertThat(weights(alone)).isEqualTo(weights(published));
            learned = learned.plus(change);
            published = model.with(learned);
        }
        assertThat(weights(published)).isNotEqualTo(weights(model));
    }

    /** All weights of 8 bits. */
    private static List<IntTensor> weights(TrainedModel model) {
        return model.computed().nodes().stream()
                .flatMap(node ->
                        node.op() instanceof IntOp.Linear product ? Stream.of(product.weight()) : Stream.empty())
                .toList();
    }

    /** What an example changes of adapters. */
    private static Parameters change(TrainedModel model) {
        Trainer trainer = model.trainer();
        trainer.hold(Set.of(model.form().head().name()));
        List<Integer> features = IntStream.range(0, model.form().width())
                .mapToObj(at -> at % 37 - 18)
                .toList();
        trainer.learn(new Example(features, 1), new Replay(1, trainer.labels(), 1), 0, SLOWLY);
        Parameters after = Parameters.of(trainer.parameters());
        Parameters before = model.parameters();
        return Parameters.of(before.size(), i -> after.value(i) - before.value(i));
    }

    @Test
    void parametersOfAnotherPartAreNone() {
        TrainedModel model = model("head+mean");
        assertThatThrownBy(() -> model.with(Parameters.of(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
