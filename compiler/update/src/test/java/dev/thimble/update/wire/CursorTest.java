package dev.thimble.update.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of CBOR, against those of the library. */
class CursorTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 23, 24, 255, 256, 65_535, 65_536, 0xFFFFFFFFL, 0x100000000L, Long.MAX_VALUE})
    void aHeadIsTheLibrarys(long argument) throws Refusal {
        byte[] head = Cursor.head(0, argument);
        assertThat(head).isEqualTo(CBORObject.FromObject(argument).EncodeToBytes());
        assertThat(head).hasSize(Cursor.headBytes(argument));
        assertThat(new Cursor(head).head(0)).isEqualTo(argument);
        assertRefused(head, 1, Reason.FORMAT);
        for (int length = 0; length < head.length; length++) {
            assertRefused(Arrays.copyOf(head, length), 0, Reason.TRUNCATED);
        }
    }

    @Test
    void aLongerHeadThanNeededIsRefused() {
        assertRefused(new byte[] {0x18, 23}, 0, Reason.FORMAT);
        assertRefused(new byte[] {0x19, 0, (byte) 255}, 0, Reason.FORMAT);
        assertRefused(new byte[] {0x1A, 0, 0, -1, -1}, 0, Reason.FORMAT);
        assertRefused(new byte[] {0x1B, 0, 0, 0, 0, -1, -1, -1, -1}, 0, Reason.FORMAT);
    }

    @Test
    void aHeadWithoutLengthIsRefused() {
        for (int low = 28; low < 32; low++) {
            assertRefused(new byte[] {(byte) (0x40 | low), 0, 0}, 2, Reason.FORMAT);
        }
    }

    private static void assertRefused(byte[] bytes, int major, Reason reason) {
        assertThatThrownBy(() -> new Cursor(bytes).head(major))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
