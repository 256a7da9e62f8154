package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device's SHA-256: the examples of NIST, and {@link MessageDigest} as the other implementation. */
class Sha256Test {
    private static final int CASES = 4000;

    @TempDir
    static Path folder;

    private static UpdateProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = UpdateProgram.checked(folder);
    }

    /** The examples of FIPS 180-4's companion, and of the empty message. */
    @ParameterizedTest
    @CsvSource({
        "'', 1, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, 1, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, 1,"
                + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu,"
                + "1, cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
        "a, 1000000, cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    })
    void theExamplesOfNistGiveTheirDigests(String text, int times, String digest) throws IOException {
        byte[] message = text.repeat(times).getBytes(StandardCharsets.US_ASCII);
        assertThat(program.answers(List.of(line(message, "17,64,1,0,300")))).containsExactly(digest);
    }

    private static String line(byte[] message, String sizes) {
        return "sha256 " + UpdateProgram.hex(message) + " " + sizes;
    }

    /** Every length around the ends of blocks, and whatever comes, in chunks of any sizes. */
    @Test
    void everyMessageInAnyChunksGivesTheJavaLibrarysDigest() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            byte[] message = Bytes.random(random, i < 300 ? i : random.nextInt(2000));
            lines.add(line(message, Bytes.sizes(random)));
            digests.add(HexFormat.of().formatHex(Bytes.sha256(message)));
        }
        assertThat(program.answers(lines)).isEqualTo(digests);
    }

    /** The Monte Carlo test of NIST's validation: each message is made of the last three digests. */
    @Test
    void chainsOfDigestsEndAtTheJavaLibrarys() throws IOException {
        List<byte[]> digests = new ArrayList<>(IntStream.range(0, 3)
                .mapToObj(i -> Bytes.sha256("seed".getBytes(StandardCharsets.US_ASCII)))
                .toList());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            byte[] message = Bytes.concatenate(digests.get(i), digests.get(i + 1), digests.get(i + 2));
            lines.add(line(message, "96"));
            digests.add(Bytes.sha256(message));
        }
        assertThat(program.answers(lines))
                .isEqualTo(digests.stream()
                        .skip(3)
                        .map(digest -> HexFormat.of().formatHex(digest))
                        .toList());
    }

    @Test
    void theSourcesAreAlsoCpp() throws IOException {
        UpdateProgram.checkCpp(folder);
    }
}
