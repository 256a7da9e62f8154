package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.image.ImageParts;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.Receipted;
import dev.thimble.device.drive.Recorded;
import dev.thimble.device.drive.Tasked;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Receipt;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Rounds that a device takes part in, from the task to the receipt, each held to the reference byte for byte.
 *
 * @param model that the device trains
 * @param base digest of the image that it has
 * @param sentences to learn from, each behind a tab
 */
record RoundsOfADevice(TaughtModel model, Octets base, List<String> sentences) {
    private static final int EPOCHS = 2;
    private static final int MOST_EXAMPLES = 4;
    private static final int NOISE_SEED = 2_718_281;
    private static final byte[] SECRET = Octets.sha256((byte) 7).bytes();
    private static final DeviceKey KEY = DeviceKey.of(SECRET);
    private static final Octets ID = Octets.sha256((byte) 8).first(16);
    private static final Octets OTHER = Octets.sha256((byte) 9);
    private static final String LABEL = "SetAlarm";

    /** {@code THIMBLE_ERROR_ARGUMENT}. */
    private static final int NOT_TO_BE_DONE = 3;

    /** {@code THIMBLE_ERROR_TRAINING}. */
    private static final int NOT_TO_BE_TRAINED = 6;

    /** Those of a model whose package is in a folder. */
    static RoundsOfADevice of(TaughtModel model, Path out, String name) throws IOException {
        byte[] image = Files.readAllBytes(out.resolve(name + "_image.bin"));
        return new RoundsOfADevice(
                model, Octets.of(ImageParts.of(image).content()), Files.readAllLines(Checkout.SENTENCES));
    }

    private Task task(Random random, long round, Form form, Optional<Noise> noise) {
        int parameters = model.parameters().size();
        Task.Training how = new Task.Training(model.rates().rate() / 2, 1 << 23, 1 << 10, 1, EPOCHS);
        return new Task(
                base,
                model.layout(),
                parameters,
                round,
                4 + random.nextInt(6),
                1 << (16 + random.nextInt(8)),
                form,
                MOST_EXAMPLES,
                noise,
                how);
    }

    private static byte[] sealed(Task task) {
        return TaskMessage.seal(task, ID, KEY);
    }

    private static Tasked refused(Reason reason) {
        return new Tasked(reason.code(), 0, 0, 0);
    }

    /** That of {@code boards/_rounds/rounds.c}. */
    private static RandomBytes noiseOfTheExample() {
        int[] state = {NOISE_SEED};
        return () -> {
            state[0] ^= state[0] << 13;
            state[0] ^= state[0] >>> 17;
            state[0] ^= state[0] << 5;
            return state[0] >>> 24;
        };
    }

    private Parameters parameters() {
        return Parameters.of(
                model.parameters().stream().mapToInt(Integer::intValue).toArray());
    }

    /** So many examples, each as often as a task says, and one of a label that came. */
    private void teach(FleetDevice device, Random random, int examples) {
        assertThat(model.addLabel(device, LABEL).status()).isZero();
        for (int step = 0; step < EPOCHS * examples; step++) {
            String[] line = sentences.get(random.nextInt(sentences.size())).split("\t", -1);
            int label = step == 0 ? model.labels() - 1 : random.nextInt(model.labels());
            assertThat(model.learn(device, line[1], label).status()).isZero();
        }
    }

    /** A round, from the task to the receipt. */
    private void take(FleetDevice device, Random random, Task task, int examples) {
        assertThat(device.task(sealed(task))).isEqualTo(new Tasked(0, task.round(), MOST_EXAMPLES, EPOCHS));
        assertThat(model.begin(device, task.training()).status()).isZero();
        Parameters before = parameters();
        teach(device, random, examples);
        Recorded made = device.makeRecord(examples, NOISE_SEED);
        byte[] expected = UpdateRecord.of(
                        ID, new Answer(task).open(before, parameters(), examples, noiseOfTheExample()), KEY)
                .bytes();
        assertThat(made).isEqualTo(new Recorded(0, expected.length, made.instructions()));
        assertThat(device.ids(List.of(1, 2)).logits())
                .as("the record outlives an answer")
                .hasSize(7);
        assertThat(device.record(made)).isEqualTo(expected);
        checkReceipts(device, expected);
        assertThat(device.learn(0, new byte[] {'A'}).status())
                .as("it has ended")
                .isEqualTo(NOT_TO_BE_DONE);
        assertThat(device.task(sealed(task))).as("the same again").isEqualTo(refused(Reason.ROUND));
        assertThat(device.makeRecord(examples, NOISE_SEED).reason()).isEqualTo(Reason.ROUND.code());
        assertThat(device.record(made)).isEqualTo(expected);
    }

    private static void checkReceipts(FleetDevice device, byte... record) {
        assertThat(device.receipt(Receipt.of(Optional.empty(), record).seal(ID, KEY)))
                .isEqualTo(new Receipted(0, 0));
        assertThat(device.receipt(Receipt.of(Optional.of(Reason.NORM), record).seal(ID, KEY)))
                .isEqualTo(new Receipted(0, Reason.NORM.code()));
        assertThat(device.receipt(Receipt.of(Optional.empty(), (byte) 1).seal(ID, KEY))
                        .reason())
                .isEqualTo(Reason.DUPLICATE.code());
        assertThat(device.receipt(Receipt.of(Optional.empty(), record).seal(ID, DeviceKey.of(OTHER.bytes()))))
                .isEqualTo(new Receipted(Reason.MAC.code(), 0));
    }

    /** Takes part in rounds of every form that it has, whose tasks are random. */
    void take(FleetDevice device) {
        Random random = new Random(15);
        device.enrol(ID.bytes(), SECRET, 6);
        take(device, random, task(random, 7, new Form.Dense(), Optional.empty()), 3);
        take(device, random, task(random, 9, new Form.Sparse(50), Optional.empty()), MOST_EXAMPLES + 2);
        Optional<Noise> noise = Optional.of(new Noise(7, 3));
        take(device, random, task(random, 0xFFFF_FFFFL, new Form.Sparse(1000), noise), 1);
    }

    /** With the code of its key over it, and yet none for this device at this time. */
    void refuse(FleetDevice device) {
        Task task = dense(7);
        byte[] message = sealed(task);
        assertThat(device.task(message)).as("who it is, nobody said").isEqualTo(refused(Reason.DEVICE));
        device.enrol(ID.bytes(), SECRET, 6);
        assertThat(device.task(new byte[] {1})).isEqualTo(refused(Reason.FORMAT));
        assertThat(device.task(TaskMessage.seal(task, OTHER.first(16), KEY))).isEqualTo(refused(Reason.DEVICE));
        assertThat(device.task(TaskMessage.seal(task, ID, DeviceKey.of(OTHER.bytes()))))
                .isEqualTo(refused(Reason.MAC));
        assertThat(device.task(sealed(with(task, OTHER, task.part(), task.form(), 7))))
                .isEqualTo(refused(Reason.MODEL));
        assertThat(device.task(sealed(with(task, base, OTHER.first(16), task.form(), 7))))
                .isEqualTo(refused(Reason.PART));
        assertThat(device.task(sealed(with(task, base, task.part(), task.form(), 6))))
                .isEqualTo(refused(Reason.ROUND));
        assertThat(device.task(sealed(with(task, base, task.part(), new Form.Masked(), 7))))
                .isEqualTo(refused(Reason.RANGE));
        assertThat(device.trainAsTasked(1).status()).as("without a task").isEqualTo(NOT_TO_BE_TRAINED);
        assertThat(device.task(message).reason()).isZero();
        assertThat(device.makeRecord(1, 1).reason()).as("untrained").isEqualTo(Reason.EXAMPLES.code());
        assertThat(device.trainAsTasked(1).status()).isZero();
        assertThat(device.makeRecord(0, 1).reason()).isEqualTo(Reason.EXAMPLES.code());
        assertThat(device.hold(1).status()).as("one matrix alone").isEqualTo(NOT_TO_BE_DONE);
    }

    private static Task with(Task task, Octets base, Octets part, Form form, long round) {
        return new Task(
                base,
                part,
                task.parameters(),
                round,
                task.shift(),
                task.clip(),
                form,
                task.examples(),
                task.noise(),
                task.training());
    }

    private Task dense(long round) {
        return task(new Random(round), round, new Form.Dense(), Optional.empty());
    }

    /** Why it does not answer a task for the image that it was built with; 0 where it does. */
    int reasonAgainst(FleetDevice device) {
        device.enrol(ID.bytes(), SECRET, 0);
        return device.task(sealed(dense(1))).reason();
    }

    /** What has begun since takes a record's place. */
    void lose(FleetDevice device) {
        assertThat(reasonAgainst(device)).isZero();
        assertThat(device.trainAsTasked(1).status()).isZero();
        Recorded made = device.makeRecord(1, 1);
        assertThat(device.recordBytes(made.bytes() - 1, 1)).hasSize(1);
        assertThat(device.recordBytes(made.bytes(), 1)).isEmpty();
        assertThat(device.recordBytes(0, made.bytes() + 1)).isEmpty();
        assertThat(device.recordBytes(Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(device.train(model.rates(), 0, 1).status()).isZero();
        assertThat(device.recordBytes(0, 1)).isEmpty();
    }
}
