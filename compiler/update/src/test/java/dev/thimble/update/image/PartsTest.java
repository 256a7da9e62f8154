package dev.thimble.update.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of images: what differs, told in few bytes, makes the new image of the old one. */
class PartsTest {
    private static final byte[] OLD = new byte[100];

    private static byte[] changed(byte[] old, Random random) {
        byte[] next = Arrays.copyOf(old, Math.max(1, old.length + random.nextInt(200) - 100));
        int stretches = random.nextInt(20);
        for (int i = 0; i < stretches; i++) {
            int from = random.nextInt(next.length);
            int to = Math.min(next.length, from + random.nextInt(40));
            for (int at = from; at < to; at++) {
                next[at] = (byte) random.nextInt();
            }
        }
        return next;
    }

    @Test
    void theNewImageIsMadeOfTheOldOne() throws Refusal {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] old = new byte[1 + random.nextInt(500)];
            random.nextBytes(old);
            byte[] next = changed(old, random);
            List<Part> parts = Parts.between(old, next);
            byte[] payload = Parts.payload(parts, next);
            assertThat(Parts.apply(payload, old, next.length))
                    .as("seed %d", seed)
                    .isEqualTo(next);
            assertThat(Parts.list(payload)).isEqualTo(parts);
            assertThat(CBORObject.DecodeFromBytes(payload).EncodeToBytes()).isEqualTo(payload);
        }
    }

    /** Beginning another part costs the heads of its offset and of its bytes. */
    @Test
    void partsAreOneWhereThatIsShorter() {
        byte[] next = new byte[400];
        next[300] = 1;
        next[304] = 1;
        next[310] = 1;
        assertThat(Parts.between(new byte[400], next)).containsExactly(new Part(300, 5), new Part(310, 1));
        assertThat(Parts.payload(Parts.between(new byte[400], next), next)).hasSize(1 + 4 + 5 + 4 + 1);
    }

    @Test
    void imagesThatAreTheSameHaveNoParts() throws Refusal {
        assertThat(Parts.between(OLD, OLD)).isEmpty();
        assertThat(Parts.payload(List.of(), OLD)).containsExactly(0x80);
        assertThat(Parts.apply(new byte[] {(byte) 0x80}, OLD, 100)).isEqualTo(OLD);
    }

    /** Of an image of 100 bytes that becomes one of 102. */
    @ParameterizedTest
    @CsvSource({
        "an empty list, 80",
        "an odd number, 811864",
        "no list, 42aabb",
        "a gap behind the old image, 82186541aa",
        "less than the whole, 82186441aa",
        "more than the whole, 82186443aabbcc",
        "an overlap, 8400420102014101",
        "a descent, 8405410104410186",
        "an offset in two bytes, 82180042aabb",
        "a long head, 9802186442aabb",
        "text, 82186462aabb",
        "an indefinite length, 9f186442aabbff",
        "a byte too many, 82186442aabb00",
        "a byte too few, 82186442aa",
        "an endless list, 9bffffffffffffffff",
        "an endless part, 8218645b7fffffffffffffff",
        "an endless offset, 821bffffffffffffffff41aa",
        "an empty part, 82186440",
        "nothing, ''"
    })
    void whatIsNoListOfPartsIsRefused(String name, String hex) {
        byte[] payload = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Parts.apply(payload, OLD, 102))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PAYLOAD));
    }

    @Test
    void aSizeThatCannotBeTakesNoMemory() {
        assertThatThrownBy(() -> Parts.apply(new byte[] {(byte) 0x80}, OLD, 0xFFFFFFFFL))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void thePartBehindTheOldImageIsTaken() throws Refusal {
        byte[] next = Parts.apply(HexFormat.of().parseHex("82186442aabb"), OLD, 102);
        assertThat(next).hasSize(102).endsWith(0xAA, 0xBB);
    }

    @Test
    void randomBytesAreRefusedOrFit() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            byte[] payload = new byte[random.nextInt(12)];
            random.nextBytes(payload);
            try {
                assertThat(Parts.apply(payload, OLD, 100)).hasSize(100);
            } catch (Refusal e) {
                assertThat(e.reason()).isEqualTo(Reason.PAYLOAD);
            }
        }
    }
}
