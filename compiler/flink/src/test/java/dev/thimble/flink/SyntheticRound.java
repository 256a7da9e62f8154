package dev.thimble.flink;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** A round of devices whose ids are numbers, and whose updates follow from their numbers. */
final class SyntheticRound {
    /** The parameters of a head of 128 features and 7 labels. */
    static final int HEAD = (128 + 1) * 7;

    private static final Octets BASE = Octets.sha256((byte) 1);
    private static final Octets PART = Octets.sha256((byte) 2).first(Update.PART_BYTES);
    private static final int SHIFT = 10;
    private static final int LARGEST = 8;

    private final Path folder;
    private final Task task;

    SyntheticRound(Path folder, int parameters) {
        this.folder = folder;
        this.task = Task.of(BASE, PART, parameters, 7, SHIFT, Task.MOST_CLIP, new Form.Dense(), Task.MOST_EXAMPLES);
    }

    Task task() {
        return task;
    }

    /** The file of so many devices. */
    Path devices(int count) throws IOException {
        Path file = folder.resolve("devices.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int number = 0; number < count; number++) {
                byte[] id = id(number);
                out.write("{\"device\":\"" + Octets.of(id) + "\",\"key\":\"" + Octets.of(secret(id)) + "\"}\n");
            }
        }
        return file;
    }

    private static byte[] id(int number) {
        return ByteBuffer.allocate(UpdateRecord.DEVICE_BYTES)
                .putLong(number * 0x9E3779B97F4A7C15L)
                .putLong(number)
                .array();
    }

    private static byte[] secret(byte... id) {
        return ByteBuffer.allocate(DeviceKey.BYTES).put(id).put(id).array();
    }

    /** The record of a device; another version of it has other values. */
    byte[] record(int number, int version) {
        SplittableRandom random = new SplittableRandom(((long) version << Integer.SIZE) + number);
        byte[] values = new byte[task.parameters()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) random.nextInt(-LARGEST, LARGEST + 1);
        }
        return record(number, update(1 + random.nextInt(Task.MOST_EXAMPLES), values));
    }

    /** A record of a device, by its key. */
    byte[] record(int number, Update update) {
        byte[] id = id(number);
        return UpdateRecord.of(Octets.of(id), update, DeviceKey.of(secret(id))).bytes();
    }

    /** An answer to the task. */
    Update update(int examples, byte... values) {
        return new Update(BASE, PART, task.round(), examples, SHIFT, new Content.Dense(Delta.of(values)));
    }

    /** A journal of records. */
    Path journal(String name, Iterable<byte[]> records) throws IOException {
        Path file = folder.resolve(name + ".journal");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            for (byte[] record : records) {
                CRC32C sum = new CRC32C();
                sum.update(record);
                out.writeInt(Integer.reverseBytes(record.length));
                out.writeInt(Integer.reverseBytes((int) sum.getValue()));
                out.write(record);
            }
        }
        return file;
    }

    /** A folder of records, a file each. */
    Path files(String name, Iterable<byte[]> records) throws IOException {
        Path files = Files.createDirectories(folder.resolve(name));
        int number = 0;
        for (byte[] record : records) {
            Files.write(files.resolve("%06d.cbor".formatted(number)), record);
            number++;
        }
        return files;
    }
}
