package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that the device writes, into no more memory than it says: every byte is Java's, and masks cancel. */
class RecordTest {
    private static final int CASES = 400;
    private static final int CLIP = 1000;

    /** Around where heads of CBOR grow. */
    private static final List<Integer> SIZES = List.of(1, 2, 7, 8, 9, 23, 24, 63, 64, 255, 256, 903, 16_383, 65_536);

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    private static byte[] random(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Task task(Random random, int parameters, Form form) {
        long round = (random.nextInt() & 0xFFFFFFFFL) >> random.nextInt(Integer.SIZE);
        int shift = random.nextInt(Task.MOST_SHIFT + 1);
        Octets base = Octets.of(random(random, Update.BASE_BYTES));
        Octets part = Octets.of(random(random, Update.PART_BYTES));
        return Task.of(base, part, parameters, Math.max(1, round), shift, CLIP, form, Task.MOST_EXAMPLES);
    }

    private static int anySize(Random random) {
        return random.nextInt(4) == 0 ? SIZES.get(random.nextInt(SIZES.size())) : 1 + random.nextInt(300);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyByteIsJavas(boolean sparse) throws IOException {
        Random random = new Random(sparse ? 1 : 2);
        List<String> lines = new ArrayList<>();
        List<String> records = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            int parameters = anySize(random);
            Form form = sparse ? new Form.Sparse(1 + random.nextInt(parameters)) : new Form.Dense();
            Task task = task(random, parameters, form);
            Told told = Told.any(random, task);
            lines.add(told.line(task, Told.ALONE));
            records.add(FleetProgram.hex(told.record(task).bytes()));
        }
        assertThat(program.answers(lines)).isEqualTo(records);
    }

    /** The mask that two devices make of their seed, word for word. */
    private static int[] mask(byte[] seed, int words) {
        return IntStream.range(0, words)
                .map(i -> {
                    byte[] block = Arrays.copyOf(seed, seed.length + Integer.BYTES);
                    for (int at = 0; at < Integer.BYTES; at++) {
                        block[seed.length + at] = (byte) ((i / 8) >> (Byte.SIZE * at));
                    }
                    return ByteBuffer.wrap(Octets.sha256(block).bytes())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt(Integer.BYTES * (i % 8));
                })
                .toArray();
    }

    private static int[] words(String record) throws Refused {
        UpdateRecord read = UpdateRecord.parse(HexFormat.of().parseHex(record));
        assertThat(read.update().examples()).isOne();
        return ((Content.Masked) read.update().content()).words();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 8, 903})
    void twoDevicesMaskTheirWordsWithTheOnesOfTheirSeed(int parameters) throws IOException, Refused {
        Random random = new Random(parameters);
        Task task = task(random, parameters, new Form.Masked());
        Told one = Told.any(random, task);
        Octets peer = Octets.of(random(random, 16));
        byte[] seed = random(random, 32);
        String record = program.answers(List.of(one.line(task, peer + FleetProgram.hex(seed))))
                .get(0);
        int[] mask = mask(seed, parameters + 1);
        int sign = one.device().hex().compareTo(peer.hex()) < 0 ? 1 : -1;
        int[] expected = IntStream.rangeClosed(0, parameters)
                .map(i -> one.examples() * (i < parameters ? one.values().value(i) : 1) + sign * mask[i])
                .toArray();
        assertThat(words(record)).isEqualTo(expected);
        assertThat(UpdateRecord.parse(HexFormat.of().parseHex(record))
                        .isBy(DeviceKey.of(one.key().bytes())))
                .isTrue();
    }

    /** Nothing but the sum of a cohort tells anything: there the masks are gone. */
    @Test
    void theMasksOfACohortCancel() throws IOException, Refused {
        Random random = new Random(4);
        int devices = 7;
        Task task = task(random, 100, new Form.Masked());
        List<Told> cohort = IntStream.range(0, devices)
                .mapToObj(i -> Told.any(random, task))
                .toList();
        byte[][] seeds = new byte[devices * devices][];
        for (int i = 0; i < devices * devices; i++) {
            seeds[i] = random(random, 32);
        }
        int[] sum = new int[task.parameters() + 1];
        int[] expected = new int[task.parameters() + 1];
        for (int i = 0; i < devices; i++) {
            StringBuilder peers = new StringBuilder();
            for (int j = 0; j < devices; j++) {
                if (i != j) {
                    byte[] seed = seeds[Math.min(i, j) * devices + Math.max(i, j)];
                    peers.append(cohort.get(j).device()).append(FleetProgram.hex(seed));
                }
            }
            Told told = cohort.get(i);
            int[] words = words(
                    program.answers(List.of(told.line(task, peers.toString()))).get(0));
            for (int at = 0; at < sum.length; at++) {
                sum[at] += words[at];
                expected[at] += told.examples()
                        * (at < task.parameters() ? told.values().value(at) : 1);
            }
        }
        assertThat(sum).isEqualTo(expected);
    }

    /** The range of each number, at its ends and beyond. */
    @Test
    void onlyTasksWithinTheRangesAreFollowed() throws IOException {
        String digests = " " + "00".repeat(32) + " " + "00".repeat(16);
        List<String> sound = List.of(
                "1 1 1 0 1 0 0 0 0",
                "1048576 4294967295 67108864 0 4096 4096 1 23 0",
                "903 1 1000 903 50 1 4096 12 1",
                "903 1 1000 1 50 0 0 12 1",
                "903 1 1000 0 50 0 0 12 2");
        List<String> unsound = List.of(
                "0 1 1 0 1 0 0 0 0",
                "1048577 1 1 0 1 0 0 0 0",
                "1 0 1 0 1 0 0 0 0",
                "1 1 0 0 1 0 0 0 0",
                "1 1 67108865 0 1 0 0 0 0",
                "1 1 1 1 1 0 0 0 0",
                "1 1 1 0 0 0 0 0 0",
                "1 1 1 0 4097 0 0 0 0",
                "1 1 1 0 1 1 0 0 0",
                "1 1 1 0 1 0 1 0 0",
                "1 1 1 0 1 4097 1 0 0",
                "1 1 1 0 1 1 4097 0 0",
                "1 1 1 0 1 0 0 24 0",
                "1 1 1 0 1 0 0 0 3",
                "1 1 1 0 1 0 0 0 1",
                "1 1 1 2 1 0 0 0 1",
                "1 1 1 1 1 0 0 0 2",
                "1 1 1 0 1 1 1 0 2");
        assertThat(program.answers(
                        sound.stream().map(task -> "sound " + task + digests).toList()))
                .containsOnly("1");
        assertThat(program.answers(
                        unsound.stream().map(task -> "sound " + task + digests).toList()))
                .containsOnly("0");
    }
}
