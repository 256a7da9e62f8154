package dev.thimble.fleet.record;

import dev.thimble.core.train.Rates;
import dev.thimble.update.wire.Octets;
import java.util.Optional;

/** What a task asks for unless it is told something else. */
public final class TaskDefaults {
    /** A step of a value is 2^7 parameter units. */
    public static final int SHIFT = 7;

    /** The largest L2 norm of a change: 1/128, in parameter units. */
    public static final int CLIP = 1 << 17;

    /** The most examples of a device that count. */
    public static final int EXAMPLES = Task.MOST_EXAMPLES;

    /** Learning rate. */
    public static final double RATE = 0.01;

    /** How much of the last step is taken again. */
    public static final double MOMENTUM = 0.5;

    /** How often each example is learned from. */
    public static final int EPOCHS = 1;

    private static final Rates RATES = Rates.of(RATE, MOMENTUM, 0);

    /** How devices train. */
    public static final Task.Training TRAINING =
            new Task.Training(RATES.rate(), RATES.momentum(), RATES.decay(), 0, EPOCHS);

    private TaskDefaults() {}

    /** A task with dense records and without noise, for devices that have this image. */
    public static Task of(Octets base, Octets part, int parameters, long round) {
        return new Task(
                base, part, parameters, round, SHIFT, CLIP, new Form.Dense(), EXAMPLES, Optional.empty(), TRAINING);
    }
}
