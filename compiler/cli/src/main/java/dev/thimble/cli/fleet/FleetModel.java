package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.SharedPart;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.fleet.round.Publications;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.wire.Octets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The model of a fleet at some time: that of the factory, or what the last published round made of it. Whatever rounds
 * have learned is in the parameters, of which no bit is lost: images follow from these and from the factory's.
 *
 * @param out the package that devices were made with
 * @param factory with the image that they were made with
 * @param trained with the image that devices have
 * @param published the round that it is of
 */
record FleetModel(OutModel out, TrainedModel factory, TrainedModel trained, Optional<Publications.Closed> published) {
    private static final int SHOWN_BYTES = 8;

    /**
     * The model that devices have in a round.
     *
     * @throws ThimbleException where it has no trainer
     */
    static FleetModel in(long round, OutModel out, Publications publications) {
        TrainedModel factory = out.trained()
                .orElseThrow(() -> new ThimbleException(FleetProblem.NOT_TRAINABLE.at("--package", out.name())));
        Optional<Publications.Closed> published = publications.before(round);
        FleetModel first = new FleetModel(out, factory, factory, published);
        return published
                .map(ended -> new FleetModel(out, factory, first.learning(ended), published))
                .orElse(first);
    }

    /**
     * Checks that devices have this image.
     *
     * @throws ThimbleException where they have another one
     */
    FleetModel require(Octets base) {
        Octets own = trained.base();
        if (!own.equals(base)) {
            throw new ThimbleException(FleetProblem.MODEL_UNFIT.at(
                    "--package", out.out().folder(), own.first(SHOWN_BYTES), base.first(SHOWN_BYTES)));
        }
        return this;
    }

    /**
     * Checks that a task is for devices that train this image.
     *
     * @throws ThimbleException where it is for others
     */
    FleetModel require(Task task) {
        shared(task);
        return require(task.base());
    }

    /** What devices exchange that have a task. */
    private SharedPart shared(Task task) {
        return Stream.of(PersonalPart.values())
                .map(personal -> personal.leaves(factory.form()))
                .filter(shared -> factory.part(shared).equals(task.part()) && shared.size() == task.parameters())
                .findFirst()
                .orElseThrow(() -> new ThimbleException(
                        FleetProblem.TASK_INVALID.at("--package", "its part is not that of the package")));
    }

    /**
     * What devices exchange.
     *
     * @param personal what stays on each of them
     * @throws ThimbleException where another part stayed in the rounds before
     */
    SharedPart shared(PersonalPart personal) {
        SharedPart asked = personal.leaves(factory.form());
        if (published.filter(before -> !shared(before.task()).equals(asked)).isPresent()) {
            throw new ThimbleException(
                    FleetProblem.TASK_INVALID.at("--personal", "the rounds before were of another part"));
        }
        return asked;
    }

    /**
     * Checks that devices can train so.
     *
     * @throws ThimbleException where steps are too large for the scales of what is multiplied
     */
    void requireTrainable(Task.Training training) {
        if (!trained.form().accepts(new Rates(training.rate(), training.momentum(), training.decay()))) {
            throw new ThimbleException(FleetProblem.TASK_INVALID.at("", "its rates are too large for this model"));
        }
    }

    /** What a round makes of it: what stays on devices is what it was in the factory. */
    TrainedModel learning(Publications.Closed ended) {
        int[] begun = factory.parameters().values();
        int[] learned = ended.parameters().values();
        return factory.with(Parameters.of(shared(ended.task()).joined(begun, learned)));
    }

    /** The parameters that a round of a part of it adds changes to. */
    Parameters parameters(SharedPart shared) {
        return published
                .map(Publications.Closed::parameters)
                .orElseGet(() -> Parameters.of(shared.of(factory.parameters().values())));
    }

    /** A task for its devices that asks for nothing in particular. */
    Task task(SharedPart shared, long round) {
        return TaskDefaults.of(trained.base(), trained.part(shared), shared.size(), round);
    }
}
