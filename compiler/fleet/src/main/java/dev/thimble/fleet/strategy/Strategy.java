package dev.thimble.fleet.strategy;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Task;

/**
 * A way to aggregate. It knows nothing of single updates but what its accumulators keep.
 *
 * @param <A> what it keeps of updates
 */
public sealed interface Strategy<A extends Accumulator<A>>
        permits Adaptive, FedAvg, Krum, Median, Reptile, Secure, TrimmedMean {
    /** How it is written where {@link Strategies#parse} reads it. */
    String word();

    /** Whether it can read updates of this form. */
    default boolean takes(Form form) {
        return form.kind() != Kind.MASKED;
    }

    /**
     * The same, for this task.
     *
     * @throws ThimbleException where it cannot read the updates of the task
     */
    default Strategy<A> requireFor(Task task) {
        if (!takes(task.form())) {
            throw new ThimbleException(FleetProblem.STRATEGY_UNFIT.at(
                    "", word(), task.form().kind().word()));
        }
        return this;
    }

    /** An accumulator of no update. */
    A empty(Task task);

    /**
     * An accumulator as {@link Accumulator#bytes} wrote it.
     *
     * @throws IllegalArgumentException where the bytes are none of this strategy and task
     */
    A read(Task task, byte... bytes);

    /** The fewest updates that it makes a change of. */
    default long least() {
        return 1;
    }

    /**
     * By how much the parameters change.
     *
     * @param all has the updates of the round: {@link #least} of them, or more
     * @param before what the strategy kept of earlier rounds
     */
    Outcome outcome(Task task, A all, Moments before);

    /**
     * The change of a round.
     *
     * @throws ThimbleException where there are fewer updates than {@link #least}
     */
    default Outcome requireOutcome(Task task, A all, Moments before) {
        if (all.devices() < least()) {
            throw new ThimbleException(FleetProblem.COHORT_SMALL.at("", word(), least(), all.devices()));
        }
        return outcome(task, all, before);
    }
}
