package dev.thimble.update;

import static dev.thimble.update.StoreProgram.boot;
import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a device does when packages, senders and flash are not as they should be; each start is a process of its own.
 * Numbers are those of the table of faults in docs/updates.md. Power cuts, 1 to 6, are {@link SweepTest}'s.
 */
class StoreTest {
    private static final int BYTES = 5_008;
    private static final byte[] FACTORY = DeviceFolder.image(BYTES, 10);
    private static final byte[] FIRST = DeviceFolder.image(BYTES, 11);
    private static final byte[] SECOND = DeviceFolder.image(BYTES - 1_600, 12);

    private static final int KEY = 2;
    private static final int PROGRAM = 8;
    private static final int VOCABULARY = 11;
    private static final int INSTALLED = 12;
    private static final int OLD = 13;
    private static final int BASE = 14;
    private static final int SIZE = 15;
    private static final int PAYLOAD = 16;
    private static final int RESULT = 17;
    private static final int FLASH = 18;
    private static final int EXTRA = 19;
    private static final int TRUNCATED = 20;
    private static final int BUSY = 21;
    private static final int ORDER = 22;

    @TempDir
    static Path shared;

    private static Path program;
    private static DeviceFolder device;

    private Path state;

    @BeforeAll
    static void build() throws IOException {
        program = StoreProgram.device(shared);
        device = DeviceFolder.of(shared, new Random(3), 2);
        Files.write(shared.resolve("factory.bin"), FACTORY);
        device.pack("first", 1, FIRST);
        device.pack("second", 2, SECOND);
    }

    @BeforeEach
    void aNewDevice() throws IOException {
        state = Files.createTempFile(shared, "state", "");
        Files.delete(state);
    }

    /** One start: what the device prints. */
    private List<String> start(Object... commands) throws IOException {
        return StoreProgram.life(program, shared, state, commands);
    }

    private static String file(String name) {
        return shared.resolve(name).toString();
    }

    private void install(String name) throws IOException {
        assertThat(start("take", file(name))).last().isEqualTo("take 0");
        assertThat(start("confirm")).last().isEqualTo("confirm 0");
    }

    private void assertRefused(String name, int reason) throws IOException {
        List<String> before = start();
        assertThat(start("take", file(name))).containsExactly(before.get(0), "take " + reason);
        assertThat(start()).isEqualTo(before);
    }

    @Test
    void anUpdateIsTriedAndKept() throws IOException {
        assertThat(start("take", file("first"))).containsExactly(boot(2, false, 0, FACTORY), "take 0");
        assertThat(start("confirm")).containsExactly(boot(0, true, 0, FIRST), "confirm 0");
        assertThat(start("take", file("second"))).containsExactly(boot(0, false, 1, FIRST), "take 0");
        assertThat(start("confirm")).containsExactly(boot(1, true, 1, SECOND), "confirm 0");
        assertThat(start()).containsExactly(boot(1, false, 2, SECOND));
    }

    /** Fault 21: self-test failed, or no confirmation came. */
    @ParameterizedTest
    @ValueSource(strings = {"reject", ""})
    void anUpdateThatIsNotConfirmedIsTakenBack(String command) throws IOException {
        install("first");
        start("take", file("second"));
        List<String> trial = command.isEmpty() ? start() : start(command);
        assertThat(trial.get(0)).isEqualTo(boot(1, true, 1, SECOND));
        assertThat(start("confirm")).containsExactly(boot(0, false, 1, FIRST), "confirm 0");
        install("second");
        assertThat(start()).containsExactly(boot(1, false, 2, SECOND));
    }

    /** Fault 7: the package ends early, at any length. It is taken up where it was. */
    @Test
    void aTruncatedPackageIsRefusedAndTakenUp() throws IOException {
        install("first");
        byte[] whole = Files.readAllBytes(shared.resolve("second"));
        for (int length = 0; length < whole.length; length += 211) {
            Files.write(shared.resolve("cut"), Arrays.copyOf(whole, length));
            assertRefused("cut", TRUNCATED);
        }
        install("second");
        assertThat(start()).containsExactly(boot(1, false, 2, SECOND));
    }

    /** Fault 8, in the payload. */
    @Test
    void aChangedPayloadIsRefused() throws IOException {
        install("first");
        byte[] whole = Files.readAllBytes(shared.resolve("second"));
        Random random = new Random(8);
        for (int i = 0; i < 20; i++) {
            byte[] changed = whole.clone();
            int at = whole.length - 1 - random.nextInt(SECOND.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(shared.resolve("changed"), changed);
            assertRefused("changed", PAYLOAD);
        }
        install("second");
    }

    /** Fault 9. */
    @Test
    void extraBytesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(shared.resolve("first"));
        for (int more : new int[] {1, 96, 500}) {
            Files.write(shared.resolve("extra"), Arrays.copyOf(whole, whole.length + more));
            assertRefused("extra", EXTRA);
        }
    }

    /** Faults 10 and 11. */
    @Test
    void whatIsInstalledAndWhatIsOlderIsRefused() throws IOException {
        install("first");
        install("second");
        assertRefused("second", INSTALLED);
        assertRefused("first", OLD);
        device.pack("same", 2, FIRST);
        assertRefused("same", OLD);
    }

    /** Fault 12: the last sequence number there is, and none behind it. */
    @Test
    void sequenceNumbersEnd() throws IOException {
        device.pack("last", -2, FIRST);
        install("last");
        assertThat(start().get(0))
                .isEqualTo("boot 0 0 18446744073709551614 " + HexFormat.of().formatHex(Bytes.sha256(FIRST), 0, 4));
        device.pack("beyond", -1, SECOND);
        assertRefused("beyond", 1);
        assertRefused("second", OLD);
    }

    /** Faults 13 and 14. */
    @ParameterizedTest
    @CsvSource({"vendor, 5", "class, 6", "device, 7", "program, 8", "architecture, 9", "quantization, 10"})
    void whatIsForOthersIsRefused(String field, int reason) throws IOException {
        TestManifest manifest = device.manifest(1, FIRST);
        String value = field.equals("device")
                ? DeviceFolder.device()
                : manifest.fields().get(field);
        device.pack("other", manifest.with(field, (value.charAt(0) == '7' ? "8" : "7") + value.substring(1)), FIRST);
        assertRefused("other", reason);
    }

    @Test
    void whatIsForThisDeviceIsTaken() throws IOException {
        device.pack("own", device.manifest(1, FIRST).with("device", DeviceFolder.device()), FIRST);
        install("own");
    }

    /** Fault 14, where the device says so. */
    @Test
    void anotherVocabularyIsTakenOrRefused() throws IOException {
        device.pack("words", device.manifest(1, FIRST).with("vocabulary", "77".repeat(16)), FIRST);
        device.write(true);
        assertRefused("words", VOCABULARY);
        device.write(false);
        install("words");
    }

    /** A payload that is signed and has a header of other code. */
    @Test
    void anImageOfOtherCodeIsRefused() throws IOException {
        byte[] other = FIRST.clone();
        other[20] ^= 1;
        String program = device.manifest(1, FIRST).fields().get("program");
        device.pack("lying", device.manifest(1, other).with("program", program), other);
        assertRefused("lying", PROGRAM);
    }

    /** A new head: a few bytes in two places. */
    private static byte[] changed() {
        byte[] result = FIRST.clone();
        Arrays.fill(result, 170, 190, (byte) 7);
        Arrays.fill(result, 4_000, 4_900, (byte) 9);
        return result;
    }

    private static byte[] changes() {
        byte[] result = changed();
        return TestManifest.encoded(
                170, Arrays.copyOfRange(result, 170, 190), 4_000, Arrays.copyOfRange(result, 4_000, 4_900));
    }

    @Test
    void partsChangeTheRunningImage() throws IOException {
        install("first");
        device.pack("parts", device.manifestOfParts(2, FIRST, changed(), changes()), changes());
        install("parts");
        assertThat(start()).containsExactly(boot(1, false, 2, changed()));
    }

    /** Faults 15 and 16. */
    @Test
    void partsOfAnotherImageAndWithAnotherResultAreRefused() throws IOException {
        device.pack("parts", device.manifestOfParts(2, FIRST, changed(), changes()), changes());
        assertRefused("parts", BASE);
        install("first");
        device.pack("wrong", device.manifestOfParts(2, FIRST, SECOND.clone(), changes()), changes());
        assertRefused("wrong", PAYLOAD);
        byte[] other = changed();
        other[3_000] ^= 1;
        device.pack("wrong", device.manifestOfParts(2, FIRST, other, changes()), changes());
        assertRefused("wrong", RESULT);
        install("parts");
    }

    /** Parts that do not ascend, lead beyond the image, overlap, are empty, or are no list. */
    @Test
    void malformedPartsAreRefused() throws IOException {
        install("first");
        byte[] ten = new byte[10];
        List<byte[]> payloads = List.of(
                TestManifest.encoded(500, ten, 200, ten),
                TestManifest.encoded(200, ten, 209, ten),
                TestManifest.encoded(BYTES - 5, ten),
                TestManifest.encoded(200, new byte[0]),
                TestManifest.encoded(200),
                TestManifest.encoded(200, ten, 300),
                TestManifest.encoded(ten, 200),
                TestManifest.encoded(-1, ten),
                CBORObject.NewOrderedMap().Add(200, ten).EncodeToBytes(),
                new byte[] {(byte) 0x82, 0x18, 0x05, 0x41, 0x00},
                new byte[] {(byte) 0x9f, 0x05, 0x41, 0x00, (byte) 0xff},
                Bytes.concatenate(TestManifest.encoded(200, ten), new byte[] {0}),
                new byte[] {(byte) 0x82, 0x1a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xfe, 0x43, 1, 2, 3});
        for (byte[] payload : payloads) {
            device.pack("malformed", device.manifestOfParts(2, FIRST, FIRST, payload), payload);
            assertRefused("malformed", PAYLOAD);
        }
    }

    /** Fault 17: keys; signatures are {@link PackageTest}'s. */
    @Test
    void theSecondKeyRevokesTheFirst() throws IOException {
        String first = HexFormat.of().formatHex(device.signers().get(0).id());
        byte[] revoking = device.manifest(2, SECOND).with("revoked", first).bytes();
        Files.write(shared.resolve("suicide"), device.signers().get(0).pack(revoking, SECOND));
        Files.write(shared.resolve("revoking"), device.signers().get(1).pack(revoking, SECOND));
        install("first");
        assertRefused("suicide", KEY);
        install("revoking");
        device.pack("late", 3, FIRST);
        assertRefused("late", KEY);
        Files.write(
                shared.resolve("others"),
                device.signers().get(1).pack(device.manifest(3, FIRST).bytes(), FIRST));
        install("others");
    }

    /** Fault 18. */
    @ParameterizedTest
    @CsvSource({
        "image_bytes, 8193",
        "image_bytes, 4294967295",
        "image_bytes, 0",
        "payload_bytes, 5007",
        "payload_bytes, 4294967295",
        "image_bytes, 4294967296",
        "payload_bytes, 18446744073709551615"
    })
    void sizesThatDoNotFitAreRefused(String field, String value) throws IOException {
        device.pack("large", device.manifest(1, FIRST).with(field, value), FIRST);
        assertRefused("large", SIZE);
    }

    /** Fault 20. */
    @Test
    void chunksComeInOrder() throws IOException {
        Object[] words = Stream.of("begin at F 0 100 at F 0 100 at F 200 300 at F 100 150".split(" "))
                .map(word -> word.equals("F") ? file("first") : word)
                .toArray();
        assertThat(start(words))
                .containsSubsequence("feed 0 100", "feed " + ORDER + " 100", "feed " + ORDER + " 100", "feed 0 150");
        int length = Math.toIntExact(Files.size(shared.resolve("first")));
        assertThat(start("begin", "at", file("first"), 0, 777, "at", file("first"), 777, length, "end"))
                .last()
                .isEqualTo("end 0");
    }

    /** Fault 19: what stops is taken up later, at the last whole block. */
    @Test
    void aStreamThatStopsIsTakenUp() throws IOException {
        install("first");
        int head = Math.toIntExact(Files.size(shared.resolve("second"))) - SECOND.length;
        assertThat(start("begin", "feed", file("second"), 0, head + 2_500))
                .last()
                .isEqualTo("feed 0 " + (head + 2_500));
        install("second");
        assertThat(start()).containsExactly(boot(1, false, 2, SECOND));
    }

    /** Fault 22: an operation that fails or does nothing, at every place of an update. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void flashThatFailsIsNoticed(int kind) throws IOException {
        install("first");
        byte[] before = Files.readAllBytes(state);
        int noticed = 0;
        for (int after = 0; after < 440; after += 13) {
            Files.write(state, before);
            List<String> said = start("fault", after, kind, "take", file("second"));
            assertThat(said.get(0)).isEqualTo(boot(0, false, 1, FIRST));
            noticed += said.get(1).equals("take " + FLASH) ? 1 : 0;
            assertThat(said.get(1)).isIn("take 0", "take " + FLASH);
            boolean taken = said.get(1).equals("take 0");
            assertThat(start().get(0)).isEqualTo(taken ? boot(1, true, 1, SECOND) : boot(0, false, 1, FIRST));
        }
        assertThat(noticed).isGreaterThan(20);
    }

    /** Fault 22, at each erasure of a slot that has held an image: nothing is written over what it has left. */
    @Test
    void anErasureThatDoesNothingIsNoticed() throws IOException {
        install("first");
        install("second");
        device.pack("third", 3, SECOND);
        byte[] before = Files.readAllBytes(state);
        int record = 1;
        for (int block = 0; block < SECOND.length / 1024; block++) {
            Files.write(state, before);
            assertThat(start("fault", record + block, 6, "take", file("third")))
                    .containsExactly(boot(1, false, 2, SECOND), "take " + FLASH);
            assertThat(start()).containsExactly(boot(1, false, 2, SECOND));
        }
    }

    /** Fault 25, and one slot alone. */
    @Test
    void aDamagedSlotIsFoundOut() throws IOException {
        install("first");
        install("second");
        assertThat(start("spoil", 1, 300)).containsExactly(boot(1, false, 2, SECOND));
        assertThat(start("take", file("second"))).containsExactly(boot(0, false, 2, FIRST), "take 0");
        assertThat(start("confirm")).containsExactly(boot(1, true, 2, SECOND), "confirm 0");
        start("spoil", 1, 300, "spoil", 0, 3_000);
        assertThat(start()).containsExactly(boot(2, false, 2, FACTORY));
        install("second");
        assertThat(start().get(0)).endsWith(boot(0, false, 2, SECOND).substring(7));
    }

    @Test
    void oneUpdateAtATime() throws IOException {
        install("first");
        start("take", file("second"));
        device.pack("third", 3, FIRST);
        assertThat(start("take", file("third"))).containsExactly(boot(1, true, 1, SECOND), "take " + BUSY);
        assertThat(start()).containsExactly(boot(0, false, 1, FIRST));
    }
}
