package dev.thimble.fleet.device;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.util.Random;

/** A device with what it tells. */
record Told(Octets device, Octets key, int examples, Delta values) {
    /** What a line has where there are no peers. */
    static final String ALONE = "-";

    /** Whatever a task allows. */
    static Told any(Random random, Task task) {
        int kept = task.form() instanceof Form.Sparse sparse ? random.nextInt(sparse.kept() + 1) : 0;
        byte[] values = new byte[task.parameters()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) random.nextInt(-Delta.MOST, Delta.MOST + 1);
        }
        byte[] told = task.form() instanceof Form.Sparse ? Exact.keep(values, kept) : values;
        int examples = 1 + random.nextInt(task.examples());
        return new Told(octets(random, 16), octets(random, 32), examples, Delta.of(told));
    }

    /** The line that asks for its record; peers are those of {@code runtime-c/test/fleet_lines.c}. */
    String line(Task task, String peers) {
        return "record %s %s %s %d %s %s"
                .formatted(FleetProgram.words(task), device, key, examples, FleetProgram.hex(values.bytes()), peers);
    }

    /** The record as Java writes it, of a task without masks. */
    UpdateRecord record(Task task) {
        Content content = task.form() instanceof Form.Sparse ? Content.Sparse.of(values) : new Content.Dense(values);
        Update update = new Update(task.base(), task.part(), task.round(), examples, task.shift(), content);
        return UpdateRecord.of(device, update, DeviceKey.of(key.bytes()));
    }

    private static Octets octets(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Octets.of(bytes);
    }
}
