package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.fleet.record.Update;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that the device reads, from memory that ends where they do: those that Java would, and nothing else. */
class TaskTest {
    private static final int CASES = 300;
    private static final String NO_RECORD = String.valueOf(Reason.FORMAT.code());
    private static final byte[] SECRET = Octets.sha256((byte) 7).bytes();
    private static final DeviceKey KEY = DeviceKey.of(SECRET);
    private static final Octets DEVICE = Octets.sha256((byte) 8).first(16);

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    private static Octets octets(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Octets.of(bytes);
    }

    /** Any number of 1 to most, of any length. */
    private static int any(Random random, int most) {
        return 1 + random.nextInt(most) % (1 << random.nextInt(31));
    }

    private static Task task(Random random) {
        int parameters = any(random, Task.MOST_PARAMETERS);
        Form form = switch (random.nextInt(3)) {
            case 0 -> new Form.Dense();
            case 1 -> new Form.Sparse(any(random, parameters));
            default -> new Form.Masked();
        };
        boolean noisy = !(form instanceof Form.Masked) && random.nextBoolean();
        return new Task(
                octets(random, Update.BASE_BYTES),
                octets(random, Update.PART_BYTES),
                parameters,
                Math.max(1, (random.nextInt() & 0xFFFFFFFFL) >> random.nextInt(Integer.SIZE)),
                random.nextInt(Task.MOST_SHIFT + 1),
                any(random, Task.MOST_CLIP),
                form,
                any(random, Task.MOST_EXAMPLES),
                noisy ? Optional.of(new Noise(any(random, Noise.MOST), any(random, Noise.MOST))) : Optional.empty(),
                training(random));
    }

    private static Task.Training training(Random random) {
        return new Task.Training(
                any(random, 1 << 24) - random.nextInt(2),
                any(random, 1 << 24) - 1,
                any(random, 1 << 24) - random.nextInt(2),
                any(random, Task.Training.MOST_REPLAYED) - random.nextInt(2),
                any(random, Task.Training.MOST_EPOCHS));
    }

    private static String words(Task task) {
        Task.Training training = task.training();
        return "%s %d %d %d %d %d"
                .formatted(
                        FleetProgram.words(task),
                        training.rate(),
                        training.momentum(),
                        training.decay(),
                        training.replayed(),
                        training.epochs());
    }

    private static String line(byte... message) {
        return "read %s %s %s".formatted(DEVICE, Octets.of(SECRET), FleetProgram.hex(message));
    }

    @Test
    void whatJavaWroteIsRead() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Task task = task(random);
            lines.add(line(TaskMessage.seal(task, DEVICE, KEY)));
            tasks.add(words(task));
        }
        assertThat(program.answers(lines)).isEqualTo(tasks);
    }

    @Test
    void whateverIsFlippedCutOffOrAddedIsRefused() throws IOException {
        Random random = new Random(2);
        List<byte[]> damaged = Stream.generate(() -> TaskMessage.seal(task(random), DEVICE, KEY))
                .limit(3)
                .flatMap(message -> Forged.damaged(message).stream())
                .toList();
        List<String> reasons = damaged.stream().map(TaskTest::read).toList();
        assertThat(reasons).allMatch(words -> words.matches("[123]"));
        assertThat(program.answers(damaged.stream().map(TaskTest::line).toList()))
                .isEqualTo(reasons);
    }

    @Test
    void whatIsForAnotherDeviceIsRefused() throws IOException {
        Task task = task(new Random(3));
        Octets other = Octets.sha256((byte) 9).first(16);
        DeviceKey otherKey = DeviceKey.of(Octets.sha256((byte) 10).bytes());
        assertThat(program.answers(List.of(
                        line(TaskMessage.seal(task, other, KEY)), line(TaskMessage.seal(task, DEVICE, otherKey)))))
                .containsExactly(code(Reason.DEVICE), code(Reason.MAC));
    }

    private static String code(Reason reason) {
        return String.valueOf(reason.code());
    }

    /** A device trains one part of one image, and answers no round again. */
    @Test
    void whatIsForAnotherModelOrAnOldRoundIsRefused() throws IOException {
        Task task = task(new Random(5));
        Octets other = Octets.sha256((byte) 11);
        assertThat(program.answers(List.of(
                        check(task, task.parameters(), task.base(), task.part(), task.round() - 1),
                        check(task, task.parameters(), task.base(), task.part(), 0),
                        check(task, task.parameters(), task.base(), task.part(), task.round()),
                        check(task, task.parameters() + 1, task.base(), task.part(), 0),
                        check(task, task.parameters(), task.base(), other.first(16), task.round()),
                        check(task, task.parameters(), other, other.first(16), task.round()))))
                .containsExactly(
                        "0", "0", code(Reason.ROUND), code(Reason.PART), code(Reason.PART), code(Reason.MODEL));
    }

    private static String check(Task task, int parameters, Octets base, Octets part, long answered) {
        return "check %s %d %s %s %d".formatted(FleetProgram.words(task), parameters, base, part, answered);
    }

    /** With the right code over it, what is no task is refused by the device where Java refuses it, and read alike. */
    @Test
    void whateverIsUnderTheCodeIsReadAsJavaReadsIt() throws IOException {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10 * CASES; i++) {
            byte[] message = Forged.task(random, TaskMessage.seal(task(random), DEVICE, KEY), KEY);
            lines.add(line(message));
            expected.add(read(message));
        }
        assertThat(expected).contains(NO_RECORD).anyMatch(words -> !words.equals(NO_RECORD));
        assertThat(program.answers(lines)).isEqualTo(expected);
    }

    private static String read(byte... message) {
        try {
            return words(TaskMessage.open(DEVICE, KEY, message));
        } catch (Refused e) {
            return code(e.reason());
        }
    }
}
