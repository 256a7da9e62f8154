package dev.thimble.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @Test
    void everyCodePointIsDecoded() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.decode(bytes)[0]).isEqualTo(codePoint);
            }
        }
    }

    /** The examples of the Unicode Standard, tables 3-8 to 3-11 of section 3.9, with "?" for U+FFFD. */
    @ParameterizedTest
    @CsvSource({
        "C0AFE080BFF0818241, ????????A",
        "EDA080EDBFBFEDAF41, ????????A",
        "F4919293FF4180BF42, ?????A??B",
        "E180E2F09192F1BF41, ????A"
    })
    void thePublishedExamplesAreReplacedAsPublished(String hex, String expected) {
        int[] decoded = Utf8.decode(HexFormat.of().parseHex(hex));
        assertThat(new String(decoded, 0, decoded.length)).isEqualTo(expected.replace('?', '\uFFFD'));
    }

    /** Java's own decoder replaces the same parts, but for encoded surrogates, which it replaces as a whole. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void illFormedPartsAreReplacedAsJavaReplacesThem(long seed) {
        Random random = new Random(seed);
        int[] telling = {
            0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEF, 0xF0, 0xF1,
            0xF4, 0xF5, 0xFF
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(8)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) telling[random.nextInt(telling.length)];
            }
            int[] expected =
                    new String(bytes, StandardCharsets.UTF_8).codePoints().toArray();
            assertThat(Utf8.decode(bytes)).isEqualTo(expected);
        }
    }
}
