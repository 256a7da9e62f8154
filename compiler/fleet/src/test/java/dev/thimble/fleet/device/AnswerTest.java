package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the same training the device and {@code fleet.client} make the same record, whatever the task asks for. */
class AnswerTest {
    private static final int CASES = 1500;
    private static final int MOST_PARAMETERS = 120;
    private static final int MOST_PEERS = 4;
    private static final int RANDOM_BYTES = 16_384;

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

    /** Small ones as often as great ones. */
    private static int upTo(Random random, int bits) {
        return 1 + random.nextInt(1 << random.nextInt(bits + 1));
    }

    private static Form form(Random random, int parameters) {
        return switch (random.nextInt(3)) {
            case 0 -> new Form.Dense();
            case 1 -> new Form.Sparse(1 + random.nextInt(parameters));
            default -> new Form.Masked();
        };
    }

    private static Task task(Random random) {
        int parameters = 1 + random.nextInt(MOST_PARAMETERS);
        Form form = form(random, parameters);
        boolean noisy = !(form instanceof Form.Masked) && random.nextBoolean();
        return new Task(
                octets(random, Update.BASE_BYTES),
                octets(random, Update.PART_BYTES),
                parameters,
                upTo(random, 30),
                random.nextInt(Task.MOST_SHIFT + 1),
                upTo(random, 26),
                form,
                upTo(random, 12),
                noisy ? Optional.of(new Noise(upTo(random, 12), upTo(random, 12))) : Optional.empty(),
                Task.Training.ONE_EPOCH);
    }

    /** As far from each other as training goes, or as far as they can be. */
    private static Parameters moved(Random random, Parameters from) {
        int bits = random.nextInt(Integer.SIZE);
        return random.nextInt(4) == 0
                ? Parameters.of(from.size(), i -> random.nextInt())
                : Parameters.of(from.size(), i -> from.value(i) + (random.nextInt() >> bits));
    }

    /** Devices of a cohort and what is shared with each; none where nothing is masked. */
    private static Map<Octets, Octets> peers(Random random, Task task) {
        int count = task.form() instanceof Form.Masked ? 1 + random.nextInt(MOST_PEERS) : 0;
        Map<Octets, Octets> peers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            peers.put(octets(random, UpdateRecord.DEVICE_BYTES), octets(random, HashStream.SEED_BYTES));
        }
        return peers;
    }

    /** What a device is asked, and what came of its training; its random bytes follow from the seed. */
    private record Case(
            Task task,
            Octets device,
            Octets key,
            Octets seed,
            int examples,
            Parameters before,
            Parameters after,
            Map<Octets, Octets> peers) {
        static Case any(Random random) {
            Task task = AnswerTest.task(random);
            Parameters before = Parameters.of(task.parameters(), i -> random.nextInt());
            return new Case(
                    task,
                    octets(random, UpdateRecord.DEVICE_BYTES),
                    octets(random, DeviceKey.BYTES),
                    octets(random, HashStream.SEED_BYTES),
                    upTo(random, 13),
                    before,
                    moved(random, before),
                    AnswerTest.peers(random, task));
        }

        /** The record that Java makes of it. */
        String record() {
            Answer answer = new Answer(task);
            Update update = task.form() instanceof Form.Masked
                    ? answer.masked(before, after, examples, Masks.of(device, peers))
                    : answer.open(before, after, examples, new HashStream(seed.bytes()));
            return FleetProgram.hex(
                    UpdateRecord.of(device, update, DeviceKey.of(key.bytes())).bytes());
        }

        /** The line that asks the device for it. */
        String line() {
            String others = peers.entrySet().stream()
                    .map(peer -> peer.getKey().hex() + peer.getValue().hex())
                    .collect(Collectors.joining());
            return "answer %s %s %s %d %s %s %s %s"
                    .formatted(
                            FleetProgram.words(task),
                            device,
                            key,
                            examples,
                            FleetProgram.hex(after.bytes()),
                            FleetProgram.hex(before.bytes()),
                            others.isEmpty() ? "-" : others,
                            FleetProgram.hex(random()));
        }

        private byte[] random() {
            HashStream stream = new HashStream(seed.bytes());
            byte[] bytes = new byte[task.noise().isPresent() ? RANDOM_BYTES : 0];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) stream.next();
            }
            return bytes;
        }
    }

    @Test
    void everyByteOfEveryRecordIsTheSame() throws IOException {
        Random random = new Random(15);
        List<Case> cases = Stream.generate(() -> Case.any(random)).limit(CASES).toList();
        assertThat(program.answers(cases.stream().map(Case::line).toList()))
                .isEqualTo(cases.stream().map(Case::record).toList());
    }
}
