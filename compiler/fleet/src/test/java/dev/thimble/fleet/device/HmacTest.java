package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.DeviceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device's HMAC-SHA-256: the vectors of RFC 4231, and the Java library's as the other implementation. */
class HmacTest {
    private static final int CASES = 1000;

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String code(byte[] key, byte[] message, int chunk) throws IOException {
        return program.answers(List.of(line(key, message, chunk))).get(0);
    }

    private static String line(byte[] key, byte[] message, int chunk) {
        return "hmac " + FleetProgram.hex(key) + " " + FleetProgram.hex(message) + " " + chunk;
    }

    /** Cases 1, 2, 6 and 7, whose messages are texts. */
    @ParameterizedTest
    @CsvSource({
        "20, 11, Hi There, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "131, 170, Test Using Larger Than Block-Size Key - Hash Key First,"
                + "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "131, 170, 'This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm.',"
                + "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    })
    void theVectorsOfTheRfcWithTexts(int count, int value, String message, String expected) throws IOException {
        byte[] key = filled(count, value);
        assertThat(code(key, message.getBytes(StandardCharsets.US_ASCII), 7)).isEqualTo(expected);
    }

    @Test
    void theVectorOfTheRfcWithAKeyThatIsShort() throws IOException {
        byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
        byte[] message = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
        assertThat(code(key, message, 100))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    /** Cases 3 and 4, whose messages are fifty bytes alike; the key of case 4 is 1 to 25. */
    @Test
    void theVectorsOfTheRfcWithBytes() throws IOException {
        assertThat(code(filled(20, 0xAA), filled(50, 0xDD), 50))
                .isEqualTo("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        byte[] key = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10111213141516171819");
        assertThat(code(key, filled(50, 0xCD), 1))
                .isEqualTo("82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    }

    /** Of case 5 the RFC gives the first half. */
    @Test
    void theVectorOfTheRfcThatIsCutShort() throws IOException {
        byte[] message = "Test With Truncation".getBytes(StandardCharsets.US_ASCII);
        assertThat(code(filled(20, 0x0C), message, 20)).startsWith("a3b6167473100ee06e0c796c2955552b");
    }

    @Test
    void everyMessageUnderEveryKeyHasTheJavaLibrarysCode() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            byte[] key = new byte[1 + random.nextInt(150)];
            byte[] message = new byte[i < 200 ? i : random.nextInt(1000)];
            random.nextBytes(key);
            random.nextBytes(message);
            lines.add(line(key, message, 1 + random.nextInt(200)));
            codes.add(HexFormat.of().formatHex(DeviceKey.of(key).mac(message)));
        }
        assertThat(program.answers(lines)).isEqualTo(codes);
    }

    @Test
    void theSourcesAreAlsoCpp() throws IOException {
        FleetProgram.checkCpp(folder);
    }
}
