package dev.thimble.fleet;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.DeviceKeys;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Devices whose ids are numbers, and what they send. */
public final class TestFleet {
    /** The image that they train from. */
    public static final Octets BASE = Octets.sha256((byte) 1);

    /** The part that they train. */
    public static final Octets PART = Octets.sha256((byte) 2).first(Update.PART_BYTES);

    /** All devices below this number are enrolled. */
    public static final int ENROLLED = 1000;

    /** The keys of all that are enrolled. */
    public static final DeviceKeys KEYS =
            device -> number(device) < ENROLLED ? Optional.of(key(device)) : Optional.empty();

    private TestFleet() {}

    /** A task of so many parameters whose clip lets everything pass. */
    public static Task task(int parameters, int shift, Form form) {
        return Task.of(BASE, PART, parameters, 7, shift, Task.MOST_CLIP, form, Task.MOST_EXAMPLES);
    }

    /** The id of a device. */
    public static Octets device(long number) {
        return new Octets("%032x".formatted(number));
    }

    private static long number(Octets device) {
        return Long.parseUnsignedLong(device.hex().substring(16), 16);
    }

    /** The key of a device. */
    public static DeviceKey key(Octets device) {
        return DeviceKey.of(Octets.sha256(device.bytes()).bytes());
    }

    /** Any values of a device. */
    public static Delta delta(int size, Random random) {
        byte[] values = new byte[size];
        for (int i = 0; i < size; i++) {
            values[i] = (byte) (random.nextInt(2 * Delta.MOST + 1) - Delta.MOST);
        }
        return Delta.of(values);
    }

    /** Any content of a form. */
    public static Content content(Task task, Random random) {
        if (task.form() instanceof Form.Sparse sparse) {
            byte[] values = new byte[task.parameters()];
            for (int i = 0; i < sparse.kept(); i++) {
                values[random.nextInt(values.length)] = (byte) (1 + random.nextInt(Delta.MOST));
            }
            return Content.Sparse.of(Delta.of(values));
        }
        return task.form() instanceof Form.Masked
                ? Content.Masked.of(random.ints(task.parameters() + 1L).toArray())
                : new Content.Dense(delta(task.parameters(), random));
    }

    /** An answer to a task. */
    public static Update update(Task task, long examples, Content content) {
        return new Update(task.base(), task.part(), task.round(), examples, task.shift(), content);
    }

    /** A record of a device. */
    public static UpdateRecord record(long device, Update update) {
        return UpdateRecord.of(device(device), update, key(device(device)));
    }

    /** The same bytes but for a bit. */
    public static byte[] flipped(byte[] bytes, int bit) {
        byte[] other = bytes.clone();
        other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return other;
    }

    /** A delta whose first value is this and whose others are 0. */
    public static Delta first(int size, int value) {
        byte[] values = new byte[size];
        Arrays.fill(values, 0, 1, (byte) value);
        return Delta.of(values);
    }
}
