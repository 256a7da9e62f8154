package dev.thimble.fleet.record;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.update.wire.Octets;
import java.util.Optional;

/**
 * A task as a device gets it: deterministic CBOR under a code by the device's own key, so that it believes nobody else, and
 * no other device is sent the same bytes. docs/fleet.md has its one form.
 */
public final class TaskMessage {
    /** The most bytes of one: 25 before the payload, its head of 2, 123 in it, 34 of the code. */
    public static final int MOST_BYTES = 25 + 2 + 123 + 34;

    private static final int VERSION = 1;
    private static final int BASE = 2;
    private static final int PART = 3;
    private static final int ROUND = 4;
    private static final int EXAMPLES = 5;
    private static final int KIND = 6;
    private static final int SHIFT = 7;
    private static final int PARAMETERS = 8;
    private static final int CLIP = 9;
    private static final int TRAINING = 10;
    private static final int KEPT = 11;
    private static final int NOISE = 12;
    private static final int THIS_VERSION = 1;

    /** Entries of a task that is neither sparse nor noisy. */
    private static final int LEAST_ENTRIES = 10;

    private static final int TRAINING_ENTRIES = 5;
    private static final int FRACTION_ITEMS = 2;

    private TaskMessage() {}

    /** A task for a device. */
    public static byte[] seal(Task task, Octets device, DeviceKey key) {
        return Mac0.by(key, device, Purpose.TASK, payload(task)).bytes();
    }

    private static byte[] payload(Task task) {
        boolean sparse = task.form() instanceof Form.Sparse;
        CborWriter writer = new CborWriter()
                .head(
                        CborWriter.MAP,
                        LEAST_ENTRIES + (sparse ? 1 : 0) + task.noise().stream().count())
                .unsignedAt(VERSION, THIS_VERSION)
                .octetsAt(BASE, task.base())
                .octetsAt(PART, task.part())
                .unsignedAt(ROUND, task.round())
                .unsignedAt(EXAMPLES, task.examples())
                .unsignedAt(KIND, task.form().kind().code())
                .unsignedAt(SHIFT, task.shift())
                .unsignedAt(PARAMETERS, task.parameters())
                .unsignedAt(CLIP, task.clip());
        writeTraining(task.training(), writer.head(CborWriter.UNSIGNED, TRAINING));
        if (task.form() instanceof Form.Sparse form) {
            writer.unsignedAt(KEPT, form.kept());
        }
        task.noise()
                .ifPresent(noise -> writer.head(CborWriter.UNSIGNED, NOISE)
                        .head(CborWriter.ARRAY, FRACTION_ITEMS)
                        .head(CborWriter.UNSIGNED, noise.numerator())
                        .head(CborWriter.UNSIGNED, noise.denominator()));
        return writer.written();
    }

    /** Keys from 1 on, in the order of the record's components. */
    private static void writeTraining(Task.Training training, CborWriter writer) {
        writer.head(CborWriter.MAP, TRAINING_ENTRIES)
                .unsignedAt(1, training.rate())
                .unsignedAt(2, training.momentum())
                .unsignedAt(3, training.decay())
                .unsignedAt(4, training.replayed())
                .unsignedAt(5, training.epochs());
    }

    /**
     * The task that was sent to a device.
     *
     * @throws Refused for {@link Reason#FORMAT}, {@link Reason#DEVICE} or {@link Reason#MAC}
     */
    public static Task open(Octets device, DeviceKey key, byte... bytes) throws Refused {
        Refused.unless(bytes.length <= MOST_BYTES, Reason.FORMAT);
        try {
            return task(new CborReader(Mac0.opened(key, device, Purpose.TASK, bytes)));
        } catch (ThimbleException e) {
            // a number that no task has
            throw new Refused(Reason.FORMAT);
        }
    }

    private static Task task(CborReader reader) throws Refused {
        long entries = reader.head(CborWriter.MAP);
        Refused.unless(reader.unsignedAt(VERSION) == THIS_VERSION, Reason.FORMAT);
        Octets base = reader.octetsAt(BASE, Update.BASE_BYTES);
        Octets part = reader.octetsAt(PART, Update.PART_BYTES);
        long round = reader.unsignedAt(ROUND);
        int examples = small(reader.unsignedAt(EXAMPLES));
        Kind kind = Kind.of(reader.unsignedAt(KIND)).orElseThrow(() -> new Refused(Reason.FORMAT));
        int shift = small(reader.unsignedAt(SHIFT));
        int parameters = small(reader.unsignedAt(PARAMETERS));
        int clip = small(reader.unsignedAt(CLIP));
        Task.Training training = training(reader);
        Form form = form(kind, reader);
        int before = kind == Kind.SPARSE ? LEAST_ENTRIES + 1 : LEAST_ENTRIES;
        Optional<Noise> noise = entries == before ? Optional.empty() : Optional.of(noise(reader));
        Refused.unless(entries == before + noise.stream().count(), Reason.FORMAT);
        reader.end();
        return new Task(base, part, parameters, round, shift, clip, form, examples, noise, training);
    }

    private static int small(long number) throws Refused {
        Refused.unless(number <= Integer.MAX_VALUE, Reason.FORMAT);
        return (int) number;
    }

    private static Task.Training training(CborReader reader) throws Refused {
        reader.expect(CborWriter.UNSIGNED, TRAINING);
        reader.expect(CborWriter.MAP, TRAINING_ENTRIES);
        return new Task.Training(
                small(reader.unsignedAt(1)),
                small(reader.unsignedAt(2)),
                small(reader.unsignedAt(3)),
                small(reader.unsignedAt(4)),
                small(reader.unsignedAt(5)));
    }

    private static Form form(Kind kind, CborReader reader) throws Refused {
        return switch (kind) {
            case DENSE -> new Form.Dense();
            case SPARSE -> new Form.Sparse(small(reader.unsignedAt(KEPT)));
            case MASKED -> new Form.Masked();
        };
    }

    private static Noise noise(CborReader reader) throws Refused {
        reader.expect(CborWriter.UNSIGNED, NOISE);
        reader.expect(CborWriter.ARRAY, FRACTION_ITEMS);
        return new Noise(small(reader.head(CborWriter.UNSIGNED)), small(reader.head(CborWriter.UNSIGNED)));
    }
}
