package dev.thimble.fleet.strategy;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Task;

/**
 * {@link FedAvg} of updates that the server cannot read one by one (Bonawitz et al. 2017): devices add masks that cancel
 * each other in the sum, all modulo 2^32. For the sum to have 32 bits with its sign, a round has at most
 * (2^31 - 1) / (127 * examples) devices. Nothing can be compared under masks, so that no robust strategy works on them.
 */
public record Secure() implements Strategy<MaskedSums> {
    @Override
    public String word() {
        return "secure";
    }

    @Override
    public boolean takes(Form form) {
        return form.kind() == Kind.MASKED;
    }

    @Override
    public MaskedSums empty(Task task) {
        return MaskedSums.of(task);
    }

    @Override
    public MaskedSums read(Task task, byte... bytes) {
        return empty(task).read(bytes);
    }

    /** The most devices whose sum cannot overflow. */
    public static long most(Task task) {
        return Integer.MAX_VALUE / ((long) Delta.MOST * task.examples());
    }

    /**
     * The mean, once no mask is left.
     *
     * @throws ThimbleException where it cannot be one: more devices than fit, or a number of examples that shows masks
     */
    @Override
    public Outcome outcome(Task task, MaskedSums all, Moments before) {
        if (all.devices() > most(task)) {
            throw new ThimbleException(FleetProblem.COHORT_LARGE.at("", word(), most(task), task.parameters()));
        }
        if (all.examples() < all.devices() || all.examples() > all.devices() * task.examples()) {
            throw new ThimbleException(FleetProblem.MASKS_LEFT.at("", all.devices()));
        }
        return new Outcome(all.mean(task.shift()), Moments.NONE);
    }
}
