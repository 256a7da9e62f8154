package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.HSSPublicKeyParameters;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.crypto.signers.HSSSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The device's reader of packages, which are written here by libraries that know nothing of it. */
class PackageTest {
    private static final LMSigParameters H5 = LMSigParameters.lms_sha256_n32_h5;
    private static final LMSigParameters H10 = LMSigParameters.lms_sha256_n32_h10;
    private static final LMSigParameters H15 = LMSigParameters.lms_sha256_n32_h15;
    private static final List<LMSigParameters> TREES =
            List.of(H5, H10, H15, LMSigParameters.lms_sha256_n32_h20, LMSigParameters.lms_sha256_n32_h25);

    private static final Random RANDOM = new Random(11);
    private static final TestSigner ONE = TestSigner.of(RANDOM, H5);
    private static final TestSigner TWO = TestSigner.of(RANDOM, H5, H5);
    private static final byte[] PAYLOAD = Bytes.random(RANDOM, 300);
    private static final TestManifest PLAIN = TestManifest.of(PAYLOAD, RANDOM);

    private static final int FORMAT = 1;
    private static final int KEY = 2;
    private static final int SIGNATURE = 3;
    private static final int MANIFEST = 4;
    private static final int SIZE = 15;
    private static final int OTHER_PAYLOAD = 16;
    private static final int EXTRA = 19;
    private static final int TRUNCATED = 20;

    /** Where the parts of a package begin. */
    private static final int DIGEST_AT = 14;

    private static final int ID_AT = 59;
    private static final int SIGNATURE_AT = 71;

    @TempDir
    static Path folder;

    private static UpdateProgram program;
    private static UpdateProgram fast;

    @BeforeAll
    static void build() throws IOException {
        program = UpdateProgram.checked(Files.createDirectory(folder.resolve("checked")));
        fast = UpdateProgram.fast(Files.createDirectory(folder.resolve("fast")));
    }

    private static String line(TestSigner signer, byte[] bytes, String sizes) {
        return "package " + UpdateProgram.hex(signer.key()) + " " + UpdateProgram.hex(bytes) + " 0 " + sizes;
    }

    private static String accepted(TestManifest manifest, byte[] bytes, byte[] payload) {
        return "0 " + bytes.length + " " + manifest.text() + " " + UpdateProgram.hex(payload);
    }

    private static int reason(String answer) {
        return Integer.parseInt(answer.substring(0, answer.indexOf(' ')));
    }

    private static int reason(TestSigner signer, byte[] bytes) throws IOException {
        return reason(program.answers(List.of(line(signer, bytes, "1000000"))).get(0));
    }

    static Stream<Arguments> signers() {
        Random random = new Random(12);
        Stream<List<LMSigParameters>> two =
                Stream.of(H5, H10, H15).flatMap(upper -> TREES.stream().map(lower -> List.of(upper, lower)));
        return Stream.concat(TREES.stream().map(List::of), two)
                .map(trees -> Arguments.of(
                        trees.stream().map(tree -> "h" + tree.getH()).collect(Collectors.joining(" ")),
                        TestSigner.of(random, trees.toArray(LMSigParameters[]::new))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signers")
    void aPackageOfAnyTreesIsReadInAnyChunks(String name, TestSigner signer) throws IOException {
        Random random = new Random(13);
        List<String> lines = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (TestManifest manifest : List.of(PLAIN, PLAIN.withEverything())) {
            byte[] bytes = signer.pack(manifest.bytes(), PAYLOAD);
            lines.add(line(signer, bytes, Bytes.sizes(random)));
            answers.add(accepted(manifest, bytes, PAYLOAD));
        }
        assertThat(program.answers(lines)).isEqualTo(answers);
    }

    @Test
    void aPackageIsReadInChunksOfEverySize() throws IOException {
        byte[] bytes = TWO.pack(PLAIN.bytes(), PAYLOAD);
        List<String> lines = IntStream.concat(IntStream.rangeClosed(1, 128), IntStream.of(512, 1612, bytes.length))
                .mapToObj(size -> line(TWO, bytes, Integer.toString(size)))
                .toList();
        assertThat(program.answers(lines)).containsOnly(accepted(PLAIN, bytes, PAYLOAD));
    }

    @Test
    void payloadsOfAllLengthsOfTheirHeadAreRead() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int length : List.of(0, 1, 23, 24, 255, 256, 65_535, 65_536)) {
            byte[] payload = new byte[length];
            TestManifest manifest = TestManifest.of(payload, new Random(length));
            byte[] bytes = ONE.pack(manifest.bytes(), payload);
            lines.add(line(ONE, bytes, "777"));
            answers.add(accepted(manifest, bytes, payload));
        }
        assertThat(program.answers(lines)).isEqualTo(answers);
    }

    @Test
    void aPortsHashTakesThePlaceOfTheOwn() throws IOException {
        UpdateProgram ported = UpdateProgram.ported(Files.createDirectory(folder.resolve("ported")));
        byte[] bytes = TWO.pack(PLAIN.bytes(), PAYLOAD);
        assertThat(ported.answers(List.of(line(TWO, bytes, "100")))).containsExactly(accepted(PLAIN, bytes, PAYLOAD));
    }

    /** Bouncy Castle takes the same signature for one by the same key. */
    @Test
    void theSignatureIsOneOfHss() {
        HSSSigner verifier = new HSSSigner();
        verifier.init(false, new HSSPublicKeyParameters(2, TWO.trees().get(0).publicKey()));
        assertThat(verifier.verifySignature(PAYLOAD, TWO.sign(PAYLOAD))).isTrue();
    }

    /** Every reason that a package may be refused for when a byte of it is another, by where that byte is. */
    private static List<Integer> reasons(int at, int manifestHead, int payloadHead, int length) {
        if (at >= length - PAYLOAD.length) {
            return List.of(OTHER_PAYLOAD);
        }
        if (at >= payloadHead) {
            return List.of(FORMAT, SIZE);
        }
        if (at >= manifestHead) {
            return at < manifestHead + 4 ? List.of(FORMAT, MANIFEST, TRUNCATED) : List.of(MANIFEST);
        }
        if (at >= SIGNATURE_AT || (at >= DIGEST_AT && at < DIGEST_AT + 32)) {
            return List.of(SIGNATURE);
        }
        return at >= ID_AT && at < ID_AT + 8 ? List.of(KEY) : List.of(FORMAT);
    }

    static Stream<Arguments> smallSigners() {
        return Stream.of(Arguments.of("one tree", ONE), Arguments.of("two trees", TWO));
    }

    /** Fault 8. One bit of each byte; {@code -Dthimble.full=true} asks for all of them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("smallSigners")
    void aPackageWithAnotherBitIsRefused(String name, TestSigner signer) throws IOException {
        byte[] manifest = PLAIN.bytes();
        byte[] bytes = signer.pack(manifest, PAYLOAD);
        int payloadHead = bytes.length - PAYLOAD.length - 10;
        int manifestHead = payloadHead - manifest.length - 4;
        int step = Boolean.getBoolean("thimble.full") ? 1 : 9;
        String answer = fast.answers(List.of(
                        "flips " + UpdateProgram.hex(signer.key()) + " " + UpdateProgram.hex(bytes) + " 0 " + step))
                .get(0);
        List<Integer> reasons =
                Stream.of(answer.strip().split(" ", -1)).map(Integer::valueOf).toList();
        assertThat(reasons).hasSize((8 * bytes.length + step - 1) / step);
        for (int i = 0; i < reasons.size(); i++) {
            assertThat(reasons.get(i))
                    .as("bit " + i * step)
                    .isIn(reasons(i * step / 8, manifestHead, payloadHead, bytes.length));
        }
    }

    /** Fault 7. */
    @Test
    void aPackageThatEndsEarlyIsRefused() throws IOException {
        byte[] bytes = ONE.pack(PLAIN.bytes(), PAYLOAD);
        List<String> lines = IntStream.range(0, bytes.length)
                .mapToObj(length -> line(ONE, Arrays.copyOf(bytes, length), "1000"))
                .toList();
        assertThat(fast.answers(lines)).allMatch(answer -> reason(answer) == TRUNCATED);
    }

    /** Fault 9. */
    @Test
    void aPackageThatGoesOnIsRefused() throws IOException {
        byte[] bytes = ONE.pack(PLAIN.bytes(), PAYLOAD);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        List<String> lines = Stream.of("1", "1000", "1000000", Integer.toString(bytes.length))
                .map(sizes -> line(ONE, longer, sizes))
                .toList();
        assertThat(program.answers(lines)).allMatch(answer -> reason(answer) == EXTRA);
    }

    /** Fault 17: of keys. */
    @Test
    void onlyATrustedKeySigns() throws IOException {
        String other = UpdateProgram.hex(TestSigner.of(RANDOM, H5).key());
        String own = UpdateProgram.hex(ONE.key());
        String none = "00".repeat(60);
        String bytes = " " + UpdateProgram.hex(ONE.pack(PLAIN.bytes(), PAYLOAD)) + " ";
        List<String> answers = program.answers(List.of(
                "package " + own + other + bytes + "2 100",
                "package " + other + own + bytes + "1 100",
                "package " + none + own + bytes + "0 100",
                "package " + none + none + bytes + "0 100",
                "package " + other + none + bytes + "0 100",
                "package " + own + other + bytes + "1 100",
                "package " + other + own + bytes + "2 100"));
        assertThat(answers.stream().map(PackageTest::reason)).containsExactly(0, 0, 0, KEY, KEY, KEY, KEY);
    }

    /** Keys that are pinned but not of the profile: three trees, an upper tree that is too tall, w = 4. */
    @Test
    void aKeyBeyondTheProfileSignsNothing() throws IOException {
        TestSigner tall = TestSigner.of(RANDOM, LMSigParameters.lms_sha256_n32_h20, H5);
        TestSigner three = TestSigner.of(RANDOM, H5, H5, H5);
        TestSigner narrow = new TestSigner(List.of(TallTree.of(H5, LMOtsParameters.sha256_n32_w4, RANDOM)));
        for (TestSigner signer : List.of(tall, three, narrow)) {
            assertThat(reason(signer, signer.pack(PLAIN.bytes(), PAYLOAD))).isEqualTo(KEY);
        }
    }

    /** Fault 17: of signatures. The right signer's key id stands on all of them. */
    @Test
    void onlyTheKeysSignatureIsOne() throws IOException {
        byte[] manifest = PLAIN.bytes();
        TestSigner otherBelow = new TestSigner(
                List.of(TWO.trees().get(0), TestSigner.of(RANDOM, H5).trees().get(0)));
        byte[] right = TWO.sign(new byte[1]);
        byte[] mixed = right.clone();
        byte[] others = otherBelow.sign(new byte[1]);
        int last = 4 + 1292;
        System.arraycopy(others, last, mixed, last, others.length - last);
        List<byte[]> signatures = List.of(
                new byte[right.length],
                right,
                mixed,
                ONE.sign(new byte[1]),
                TestSigner.of(RANDOM, H5, H5).sign(new byte[1]),
                Arrays.copyOf(right, right.length + 1),
                Arrays.copyOf(right, right.length - 32),
                Arrays.copyOf(right, 300));
        for (byte[] signature : signatures) {
            assertThat(reason(TWO, TWO.packSigned(signature, manifest, PAYLOAD)))
                    .isEqualTo(SIGNATURE);
        }
    }

    /** Fault 23: what was signed does not vouch for another manifest. */
    @Test
    void anotherManifestBehindAGoodSignatureIsRefused() throws IOException {
        byte[] bytes = ONE.pack(PLAIN.bytes(), PAYLOAD);
        byte[] other = ONE.pack(PLAIN.with("sequence", "70000").bytes(), PAYLOAD);
        int signed = SIGNATURE_AT + 4 + 1292;
        byte[] swapped =
                Bytes.concatenate(Arrays.copyOf(bytes, signed), Arrays.copyOfRange(other, signed, other.length));
        assertThat(reason(ONE, swapped)).isEqualTo(MANIFEST);
    }

    static Stream<Arguments> wrongManifests() {
        byte[] right = PLAIN.bytes();
        byte[] everything = PLAIN.withEverything().bytes();
        return Stream.of(
                Arguments.of("sequence 0", PLAIN.with("sequence", "0").bytes(), FORMAT),
                Arguments.of(
                        "sequence 2^64 - 1",
                        PLAIN.with("sequence", "18446744073709551615").bytes(),
                        FORMAT),
                Arguments.of("kind 2", PLAIN.with("kind", "2").bytes(), FORMAT),
                Arguments.of("parts without a base", PLAIN.with("kind", "1").bytes(), FORMAT),
                Arguments.of(
                        "an image with a base",
                        PLAIN.with("base", "ba".repeat(32)).bytes(),
                        FORMAT),
                Arguments.of(
                        "a short vendor", PLAIN.with("vendor", "00".repeat(15)).bytes(), FORMAT),
                Arguments.of(
                        "a long digest", PLAIN.with("image", "00".repeat(33)).bytes(), FORMAT),
                Arguments.of(
                        "an image of 2^32 bytes",
                        PLAIN.with("image_bytes", "4294967296").bytes(),
                        SIZE),
                Arguments.of(
                        "a payload of 2^64 - 1",
                        PLAIN.with("payload_bytes", "18446744073709551615").bytes(),
                        SIZE),
                Arguments.of(
                        "another payload's size",
                        PLAIN.with("payload_bytes", "301").bytes(),
                        SIZE),
                Arguments.of(
                        "another payload",
                        PLAIN.with("payload", "00".repeat(32)).bytes(),
                        OTHER_PAYLOAD),
                Arguments.of("a byte behind it", Arrays.copyOf(right, right.length + 1), FORMAT),
                Arguments.of("a byte less", Arrays.copyOf(right, right.length - 1), FORMAT),
                Arguments.of("hardly anything", Arrays.copyOf(right, 24), FORMAT),
                Arguments.of("513 bytes", Arrays.copyOf(everything, 513), FORMAT),
                Arguments.of("less than a head of two bytes", new byte[23], FORMAT),
                Arguments.of("a version of two bytes", replaced(right, "a501010", "a50118010"), FORMAT),
                Arguments.of("a map of indefinite length", replaced(right, "a50101", "bf0101"), FORMAT),
                Arguments.of("another component", replaced(right, "456d6f64656c", "456d6f64656d"), FORMAT),
                Arguments.of("another digest", replaced(right, "822f5820", "82305820"), FORMAT),
                Arguments.of("another condition", replaced(right, "010f020f", "010f030f"), FORMAT),
                Arguments.of("another source", replaced(right, "66236d6f64656c", "66236d6f64656d"), FORMAT));
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String hex = UpdateProgram.hex(bytes);
        assertThat(hex).contains(from);
        return HexFormat.of().parseHex(hex.replaceFirst(from, to));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongManifests")
    void aSignedManifestOfAnotherFormIsRefused(String name, byte[] manifest, int reason) throws IOException {
        assertThat(reason(ONE, ONE.pack(manifest, PAYLOAD))).isEqualTo(reason);
    }

    @Test
    void theLargestSequenceNumberIsRead() throws IOException {
        TestManifest manifest = PLAIN.with("sequence", "18446744073709551614");
        byte[] bytes = ONE.pack(manifest.bytes(), PAYLOAD);
        assertThat(program.answers(List.of(line(ONE, bytes, "50"))))
                .containsExactly(accepted(manifest, bytes, PAYLOAD));
    }

    /** Whatever manifest the reader accepts, the library writes the same bytes for what was read: there is one form. */
    @Test
    void aManifestHasOneForm() throws IOException {
        Random random = new Random(14);
        List<byte[]> manifests = new ArrayList<>();
        for (TestManifest manifest : List.of(PLAIN, PLAIN.withEverything())) {
            byte[] bytes = manifest.bytes();
            for (int at = 0; at < bytes.length; at++) {
                manifests.add(Bytes.flipped(bytes, 8 * at + random.nextInt(8)));
            }
        }
        List<String> answers = fast.answers(manifests.stream()
                .map(manifest -> line(ONE, ONE.pack(manifest, PAYLOAD), "1000"))
                .toList());
        int read = 0;
        for (int i = 0; i < answers.size(); i++) {
            String manifest = answers.get(i).split(" ", -1)[2];
            if (!manifest.equals("-")) {
                assertThat(TestManifest.parse(manifest).bytes()).isEqualTo(manifests.get(i));
                read++;
            }
        }
        assertThat(read).isBetween(answers.size() / 3, answers.size() - 100);
    }

    /** Behind the manifest stands the payload and nothing else. */
    @Test
    void thePayloadHasOneHead() throws IOException {
        byte[] bytes = ONE.pack(PLAIN.bytes(), PAYLOAD);
        int head = bytes.length - PAYLOAD.length - 3;
        byte[] before = Arrays.copyOf(bytes, head);
        byte[] longer = Bytes.concatenate(before, new byte[] {0x5A, 0, 0, 1, 0x2C}, PAYLOAD);
        byte[] indefinite = Bytes.concatenate(
                before, new byte[] {0x5F}, CBORObject.FromObject(PAYLOAD).EncodeToBytes(), new byte[] {(byte) 0xFF});
        assertThat(reason(ONE, longer)).isEqualTo(SIZE);
        assertThat(reason(ONE, indefinite)).isEqualTo(SIZE);
    }

    /** After a reset: the caller has the first bytes of the payload, and the sender goes on behind them. */
    @Test
    void aPayloadIsResumed() throws IOException {
        byte[] bytes = ONE.pack(PLAIN.bytes(), PAYLOAD);
        int payload = bytes.length - PAYLOAD.length;
        List<String> lines = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int from : List.of(1, 150, 299, 300)) {
            byte[] rest = Arrays.copyOfRange(bytes, payload + from, bytes.length);
            byte[] sent = Bytes.concatenate(Arrays.copyOf(bytes, payload), rest);
            lines.add("resume " + UpdateProgram.hex(ONE.key()) + " " + UpdateProgram.hex(sent) + " 90 " + from);
            answers.add(accepted(PLAIN, sent, rest));
        }
        assertThat(program.answers(lines)).isEqualTo(answers);
    }
}
