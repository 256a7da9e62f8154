package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Uf2;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Uf2FileTest {
    private static final Uf2File FORMAT = new Uf2File(new Uf2(0xE48BFF56L), 0x10000000L);

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 1000, 4096})
    void itsBlocksGiveTheImageBack(int bytes) {
        byte[] image = new byte[bytes];
        new Random(bytes).nextBytes(image);
        ByteBuffer file = ByteBuffer.wrap(FORMAT.of(image)).order(ByteOrder.LITTLE_ENDIAN);
        int blocks = (bytes + 255) / 256;
        assertThat(file.capacity()).isEqualTo(blocks * 512);
        byte[] found = new byte[blocks * 256];
        for (int block = 0; block < blocks; block++) {
            assertThat(words(file, block * 512, 8))
                    .containsExactly(
                            0x0A324655, 0x9E5D5157, 0x2000, 0x10000000 + 256 * block, 256, block, blocks, 0xE48BFF56);
            file.get(block * 512 + 32, found, block * 256, 256);
            assertThat(words(file, block * 512 + 288, 55)).containsOnly(0);
            assertThat(file.getInt(block * 512 + 508)).isEqualTo(0x0AB16F30);
        }
        assertThat(Arrays.copyOf(image, found.length)).isEqualTo(found);
    }

    private static int[] words(ByteBuffer file, int at, int count) {
        int[] words = new int[count];
        for (int word = 0; word < count; word++) {
            words[word] = file.getInt(at + 4 * word);
        }
        return words;
    }

    @Test
    void anEmptyImageHasNoBlock() {
        assertThat(FORMAT.of(new byte[0])).isEmpty();
    }
}
