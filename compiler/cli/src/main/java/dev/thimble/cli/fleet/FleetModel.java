package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.Rates;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.fleet.round.Publications;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.wire.Octets;

/**
 * The model of a fleet at some time: that of the factory, or what the last published round made of it. Whatever rounds
 * have learned is in the parameters, of which no bit is lost: images follow from these and from the factory's.
 *
 * @param out the package that devices were made with
 * @param factory with the image that they were made with
 * @param trained with the image that devices have
 * @param parameters that a round of these devices adds their changes to
 */
record FleetModel(OutModel out, TrainedModel factory, TrainedModel trained, Parameters parameters) {
    private static final int SHOWN_BYTES = 8;

    /**
     * The model that devices have in a round.
     *
     * @throws ThimbleException where it has no trainer
     */
    static FleetModel in(long round, OutModel out, Publications publications) {
        TrainedModel factory = out.trained()
                .orElseThrow(() -> new ThimbleException(FleetProblem.NOT_TRAINABLE.at("--package", out.name())));
        return publications
                .before(round)
                .map(learned -> new FleetModel(out, factory, factory.with(learned), learned))
                .orElseGet(() -> new FleetModel(out, factory, factory, factory.parameters()));
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
     * Checks that a task is for devices that train this part of this image.
     *
     * @throws ThimbleException where it is for others
     */
    FleetModel require(Task task) {
        Task own = task(task.round());
        if (!own.part().equals(task.part()) || own.parameters() != task.parameters()) {
            throw new ThimbleException(
                    FleetProblem.TASK_INVALID.at("--package", "its part is not that of the package"));
        }
        return require(task.base());
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

    /** What a round that ended with these parameters makes of it. */
    TrainedModel learning(Parameters ended) {
        return factory.with(ended);
    }

    /** A task for its devices that asks for nothing in particular. */
    Task task(long round) {
        return TaskDefaults.of(trained.base(), trained.part(), parameters.size(), round);
    }
}
