package dev.thimble.fleet.record;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.update.wire.Octets;
import java.util.Optional;

/**
 * What a round asks of devices.
 *
 * @param base digest of the image that they train from: {@value Update#BASE_BYTES} bytes
 * @param part digest of the layout of what they train: {@value Update#PART_BYTES} bytes
 * @param parameters how many these are: 1 to {@value #MOST_PARAMETERS}
 * @param round its number: 1 to 2^32 - 1
 * @param shift a step of a value is 2^shift parameter units: 0 to {@value #MOST_SHIFT}
 * @param clip the largest L2 norm of a change, in parameter units: 1 to {@value #MOST_CLIP}
 * @param form how devices write what changed
 * @param examples the most that a device counts: 1 to {@value #MOST_EXAMPLES}
 * @param noise what devices add to each value, where the task asks for local differential privacy
 * @param training how devices train; the fleet hands it on
 */
public record Task(
        Octets base,
        Octets part,
        int parameters,
        long round,
        int shift,
        int clip,
        Form form,
        int examples,
        Optional<Noise> noise,
        Training training) {
    /** The most parameters of a trainable part. */
    public static final int MOST_PARAMETERS = 1 << 20;

    /** The largest shift. */
    public static final int MOST_SHIFT = 23;

    /** The largest norm. */
    public static final int MOST_CLIP = 1 << 26;

    /** The most examples of a device that count. */
    public static final int MOST_EXAMPLES = 4096;

    private static final long MOST_ROUND = 0xFFFFFFFFL;

    /**
     * Checks every range.
     *
     * @throws ThimbleException where one does not hold
     */
    public Task {
        require(base.count() == Update.BASE_BYTES, "base has " + base.count() + " bytes");
        require(part.count() == Update.PART_BYTES, "part has " + part.count() + " bytes");
        requireRange("parameters", parameters, 1, MOST_PARAMETERS);
        requireRange("round", round, 1, MOST_ROUND);
        requireRange("shift", shift, 0, MOST_SHIFT);
        requireRange("clip", clip, 1, MOST_CLIP);
        requireRange("examples", examples, 1, MOST_EXAMPLES);
        if (form instanceof Form.Sparse sparse) {
            requireRange("kept", sparse.kept(), 1, parameters);
        }
        require(noise.isEmpty() || form.kind() != Kind.MASKED, "masked updates have no noise");
    }

    private static void requireRange(String name, long value, long least, long most) {
        require(value >= least && value <= most, name + " is " + value + ", not " + least + " to " + most);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ThimbleException(FleetProblem.TASK_INVALID.at("", otherwise));
        }
    }

    /**
     * How devices train.
     *
     * @param rate by which weights go against their gradient, with {@value #FRACTION_BITS} fractional bits: 0 to 1
     * @param momentum how much of a step is taken again, as many fractional bits: 0 to below 1
     * @param decay how much of a weight counts as gradient, as many fractional bits: 0 to 1
     * @param replayed kept examples that are learned from again with each new one: 0 to {@value #MOST_REPLAYED}
     * @param epochs how often each example is learned from: 1 to {@value #MOST_EPOCHS}
     */
    public record Training(int rate, int momentum, int decay, int replayed, int epochs) {
        /** Fractional bits of rate, momentum and decay. */
        public static final int FRACTION_BITS = 24;

        /** The most examples that are learned from again at once. */
        public static final int MOST_REPLAYED = 255;

        /** The most epochs. */
        public static final int MOST_EPOCHS = 1 << 12;

        private static final int ONE = 1 << FRACTION_BITS;

        /** Once over the examples, at a rate of 1/128, and nothing else. */
        public static final Training ONE_EPOCH = new Training(ONE >> 7, 0, 0, 0, 1);

        /**
         * Checks every range.
         *
         * @throws ThimbleException where one does not hold
         */
        public Training {
            requireRange("training.rate", rate, 0, ONE);
            requireRange("training.momentum", momentum, 0, ONE - 1);
            requireRange("training.decay", decay, 0, ONE);
            requireRange("training.replayed", replayed, 0, MOST_REPLAYED);
            requireRange("training.epochs", epochs, 1, MOST_EPOCHS);
        }
    }

    /** A task without noise, for one epoch. */
    public static Task of(
            Octets base, Octets part, int parameters, long round, int shift, int clip, Form form, int examples) {
        return new Task(
                base, part, parameters, round, shift, clip, form, examples, Optional.empty(), Training.ONE_EPOCH);
    }

    /** The most bytes of a record that answers it. */
    public int mostBytes() {
        return UpdateRecord.MOST_OTHER_BYTES + form.mostBytes(parameters);
    }

    /** The largest sum of squares of values that are not noisy: the clip, in steps, squared. */
    public long squaredClip() {
        return ((long) clip * clip) >> (2 * shift);
    }

    /**
     * The largest sum of squares of a record's values: that of the clip, and of as much noise as an honest device hardly
     * ever exceeds.
     */
    public long mostSquaredNorm() {
        if (noise.isEmpty()) {
            return squaredClip();
        }
        long clipped = (clip + (1L << shift) - 1) >> shift;
        long norm = clipped + noise.get().mostNorm(parameters);
        return norm * norm;
    }
}
