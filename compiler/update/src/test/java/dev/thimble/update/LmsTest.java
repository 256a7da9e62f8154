package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSParameters;
import org.bouncycastle.crypto.params.LMSPrivateKeyParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.crypto.signers.LMSSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The device's LMS: the vectors of RFC 8554, and signatures that Bouncy Castle made. */
class LmsTest {
    private static final int KEY_BYTES = 56;
    private static final int ROOT_AT = 24;
    private static final String NO_ROOT = "ff".repeat(32);

    private static final List<LMSigParameters> TREES = List.of(
            LMSigParameters.lms_sha256_n32_h5,
            LMSigParameters.lms_sha256_n32_h10,
            LMSigParameters.lms_sha256_n32_h15,
            LMSigParameters.lms_sha256_n32_h20,
            LMSigParameters.lms_sha256_n32_h25);

    private static final List<LMOtsParameters> ONE_TIME = List.of(
            LMOtsParameters.sha256_n32_w1,
            LMOtsParameters.sha256_n32_w2,
            LMOtsParameters.sha256_n32_w4,
            LMOtsParameters.sha256_n32_w8);

    @TempDir
    static Path folder;

    private static UpdateProgram program;

    /** For what is repeated thousands of times: a signature costs some 4,000 hashes. */
    private static UpdateProgram fast;

    @BeforeAll
    static void build() throws IOException {
        program = UpdateProgram.checked(Files.createDirectory(folder.resolve("checked")));
        fast = UpdateProgram.fast(Files.createDirectory(folder.resolve("fast")));
    }

    private static String line(byte[] key, byte[] message, byte[] signature, String sizes) {
        return "lms " + UpdateProgram.hex(key) + " " + UpdateProgram.hex(message) + " " + UpdateProgram.hex(signature)
                + " " + sizes;
    }

    /** What the program answers where a signature of this length is right. */
    private static String right(byte[] key, int bytes) {
        return bytes + " 1 " + HexFormat.of().formatHex(key, ROOT_AT, KEY_BYTES);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Signatures of two levels: the upper one is of the lower public key, which stands between them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|The powers not delegated to the United States by the Constitution, nor prohibited by it to the States,"
                        + " are reserved to the States respectively, or to the people.",
                "2|The enumeration in the Constitution, of certain rights, shall not be construed to deny or disparage"
                        + " others retained by the people."
            })
    void theVectorsOfTheRfcAreRight(String number, String text) throws IOException {
        byte[] key = Rfc8554.vector("key" + number);
        byte[] signature = Rfc8554.vector("signature" + number);
        byte[] upperKey = Arrays.copyOfRange(key, 4, key.length);
        int lower = signature.length - (40 + 34 * 32 + 4 + 5 * 32);
        byte[] upper = Arrays.copyOfRange(signature, 4, lower - KEY_BYTES);
        byte[] lowerKey = Arrays.copyOfRange(signature, lower - KEY_BYTES, lower);
        byte[] last = Arrays.copyOfRange(signature, lower, signature.length);
        assertThat(program.answers(List.of(
                        line(upperKey, lowerKey, upper, "1"), line(lowerKey, ascii(text + "\n"), last, "100,1"))))
                .containsExactly(right(upperKey, upper.length), right(lowerKey, last.length));
    }

    static Stream<Arguments> wholeTrees() {
        List<LMSParameters> parameters = new ArrayList<>();
        ONE_TIME.forEach(ots -> parameters.add(LMSParameters.create(LMSigParameters.lms_sha256_n32_h5, ots)));
        ONE_TIME.subList(0, 3)
                .forEach(ots -> parameters.add(LMSParameters.create(LMSigParameters.lms_sha256_n32_h10, ots)));
        return parameters.stream()
                .map(each -> Arguments.of(
                        "h" + each.getLMSigParam().getH() + " w"
                                + each.getLMOTSParam().getW(),
                        each));
    }

    /** Leaves at both ends and between, messages of several lengths. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeTrees")
    void everyLeafOfAWholeTreeSigns(String name, LMSParameters parameters) throws IOException {
        LMSPrivateKeyParameters tree = LMSPrivateKeyParameters.generate(parameters, new SecureRandom());
        byte[] key = tree.getPublicKey().getEncoded();
        LMSSigner signer = new LMSSigner();
        signer.init(true, tree);
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int leaf = 0; leaf < 32; leaf++) {
            byte[] message = Bytes.random(random, leaf * 7);
            byte[] signature = signer.generateSignature(message);
            lines.add(line(key, message, signature, Bytes.sizes(random)));
            answers.add(right(key, signature.length));
        }
        assertThat(program.answers(lines)).isEqualTo(answers);
    }

    static Stream<TallTree> allParameters() {
        Random random = new Random(8);
        return TREES.stream()
                .flatMap(tree -> ONE_TIME.stream()
                        .flatMap(ots -> IntStream.range(0, 2).mapToObj(i -> TallTree.of(tree, ots, random))));
    }

    @Test
    void signaturesOfAllParametersAreRight() throws IOException {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (TallTree tree : allParameters().toList()) {
            byte[] message = Bytes.random(random, KEY_BYTES);
            byte[] signature = tree.sign(message);
            assertThat(verifiedByBouncyCastle(tree, message, signature)).isTrue();
            lines.add(line(tree.key(), message, signature, Bytes.sizes(random)));
            answers.add(right(tree.key(), signature.length));
        }
        assertThat(program.answers(lines)).isEqualTo(answers);
    }

    private static boolean verifiedByBouncyCastle(TallTree tree, byte[] message, byte[] signature) {
        LMSSigner verifier = new LMSSigner();
        verifier.init(false, tree.publicKey());
        return verifier.verifySignature(message, signature);
    }

    /** One bit of each byte; {@code -Dthimble.full=true} asks for all of them. */
    @Test
    void noSmallSignatureWithAnotherBitIsRight() throws IOException {
        TallTree tree = TallTree.of(TREES.get(0), ONE_TIME.get(3), new Random(9));
        int bits = Byte.SIZE * tree.sign(new byte[1]).length;
        Random random = new Random(10);
        checkFlips(
                tree,
                Boolean.getBoolean("thimble.full")
                        ? IntStream.range(0, bits)
                        : IntStream.range(0, bits / Byte.SIZE).map(at -> Byte.SIZE * at + random.nextInt(Byte.SIZE)));
    }

    /** All bits of the leaf's number and of a type, and some of the rest. */
    @Test
    void noSignatureOfAnyParametersWithAnotherBitIsRight() throws IOException {
        Random random = new Random(5);
        for (TallTree tree : allParameters().toList()) {
            int bits = Byte.SIZE * tree.sign(new byte[1]).length;
            checkFlips(tree, IntStream.concat(IntStream.range(0, 64), random.ints(16, 64, bits)));
        }
    }

    private static void checkFlips(TallTree tree, IntStream bits) throws IOException {
        byte[] message = new byte[1];
        byte[] signature = tree.sign(message);
        List<String> lines = bits.mapToObj(bit -> line(tree.key(), message, Bytes.flipped(signature, bit), "2000"))
                .toList();
        String root = HexFormat.of().formatHex(tree.key(), ROOT_AT, KEY_BYTES);
        assertThat(fast.answers(List.of(line(tree.key(), message, signature, "2000")))
                        .get(0))
                .endsWith(root);
        assertThat(fast.answers(lines)).noneMatch(answer -> answer.endsWith(root));
    }

    @Test
    void aSignatureOfAnotherLengthHasNoRoot() throws IOException {
        TallTree tree = TallTree.of(TREES.get(0), ONE_TIME.get(3), new Random(6));
        byte[] signature = tree.sign(new byte[1]);
        List<String> lines = new ArrayList<>();
        for (int length = 40; length < signature.length; length++) {
            lines.add(line(tree.key(), new byte[1], Arrays.copyOf(signature, length), "64"));
        }
        lines.add(line(tree.key(), new byte[1], Arrays.copyOf(signature, signature.length + 1), "64"));
        lines.add(line(tree.key(), new byte[1], Arrays.copyOf(signature, signature.length + 1), "5000"));
        lines.add(line(tree.key(), new byte[1], Arrays.copyOf(signature, 3 * signature.length), "64"));
        assertThat(fast.answers(lines)).allMatch(answer -> answer.equals("1292 1 " + NO_ROOT));
    }

    @Test
    void whatIsMalformedHasNoRoot() throws IOException {
        TallTree tree = TallTree.of(TREES.get(0), ONE_TIME.get(3), new Random(7));
        byte[] key = tree.key();
        byte[] signature = tree.sign(new byte[0]);
        byte[] leafTooFar = signature.clone();
        leafTooFar[3] = 32;
        byte[] otherOneTime = signature.clone();
        otherOneTime[7] = 3;
        byte[] otherTree = signature.clone();
        otherTree[40 + 34 * 32 + 3] = 6;
        assertThat(program.answers(List.of(
                        line(key, new byte[0], new byte[signature.length], "64"),
                        line(key, new byte[0], leafTooFar, "64"),
                        line(key, new byte[0], otherOneTime, "64"),
                        line(key, new byte[0], otherTree, "64"))))
                .containsExactly("1292 0 " + NO_ROOT, "1292 0 " + NO_ROOT, "1292 0 " + NO_ROOT, "1292 1 " + NO_ROOT);
    }

    /** Types beside those of the RFC, among them those of 24 bytes and of SHAKE. */
    @ParameterizedTest
    @CsvSource({"0, 4", "4, 4", "10, 4", "15, 4", "-1, 4", "5, 0", "5, 5", "5, 8", "5, -1"})
    void aKeyOfOtherTypesHasNoSignatures(int tree, int ots) throws IOException {
        byte[] key = ByteBuffer.allocate(KEY_BYTES).putInt(tree).putInt(ots).array();
        byte[] signature = new byte[1292];
        signature[7] = (byte) ots;
        assertThat(program.answers(List.of(line(key, new byte[0], signature, "64"))))
                .containsExactly("0 0 " + NO_ROOT);
    }
}
