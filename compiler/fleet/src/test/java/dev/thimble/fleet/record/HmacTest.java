package dev.thimble.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test cases of RFC 4231, section 4, for HMAC-SHA-256. */
class HmacTest {
    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void check(byte[] key, byte[] data, String mac) {
        Octets whole = Octets.of(DeviceKey.of(key).mac(data));
        Octets inPieces =
                Octets.of(DeviceKey.of(key).mac(Arrays.copyOf(data, 3), Arrays.copyOfRange(data, 3, data.length)));
        assertThat(whole.hex()).startsWith(mac).isEqualTo(inPieces.hex());
    }

    @Test
    void shortKeysAndData() {
        check(filled(20, 0x0B), ascii("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        check(
                ascii("Jefe"),
                ascii("what do ya want for nothing?"),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void keyAndDataOfSeveralWords() {
        check(filled(20, 0xAA), filled(50, 0xDD), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        check(
                HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
                filled(50, 0xCD),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    }

    /** Of this case the RFC gives 128 bits. */
    @Test
    void aCodeThatIsCutShort() {
        check(filled(20, 0x0C), ascii("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");
    }

    @Test
    void keysThatAreLongerThanABlock() {
        check(
                filled(131, 0xAA),
                ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        check(
                filled(131, 0xAA),
                ascii("This is a test using a larger than block-size key and a larger than block-size data. The key"
                        + " needs to be hashed before being used by the HMAC algorithm."),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    }

    @Test
    void aKeyIsNotShown() {
        assertThat(DeviceKey.of(filled(32, 0x5A))).asString().doesNotContain("5a", "90");
    }
}
