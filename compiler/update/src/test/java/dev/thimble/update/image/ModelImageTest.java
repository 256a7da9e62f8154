package dev.thimble.update.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are read as docs/updates.md has them, and nothing else is taken for one. */
class ModelImageTest {
    private static final byte[] IMAGE = TestImage.of(320, 112, new Random(1));

    @TempDir
    Path folder;

    private ModelImage read(byte[] bytes) throws IOException {
        return ModelImage.read(Files.write(folder.resolve("x_image.bin"), bytes));
    }

    @Test
    void theHeaderIsRead() throws IOException {
        ModelImage image = read(IMAGE);
        assertThat(image.bytes()).isEqualTo(IMAGE);
        assertThat(image.digest()).isEqualTo(Octets.sha256(IMAGE));
        assertThat(image.identity().program().hex()).startsWith("000102").endsWith("1e1f");
        assertThat(image.identity().architecture().hex()).startsWith("2021").endsWith("2e2f");
        assertThat(image.identity().quantization().hex()).startsWith("3031").endsWith("3e3f");
        assertThat(image.identity().vocabulary().hex()).startsWith("4041").endsWith("4e4f");
        assertThat(image.sections())
                .containsExactly(
                        new Section("header", 0, 160),
                        new Section("constants", 160, 320),
                        new Section("tokenizer", 480, 112),
                        new Section("labels", 592, 48),
                        new Section("self-test vectors", 640, 0));
    }

    @Test
    void aPartLiesInSections() throws IOException {
        ModelImage image = read(IMAGE);
        assertThat(image.sectionsOf(new Part(0, 160))).containsExactly("header");
        assertThat(image.sectionsOf(new Part(159, 2))).containsExactly("header", "constants");
        assertThat(image.sectionsOf(new Part(479, 114))).containsExactly("constants", "tokenizer", "labels");
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException {
        List<byte[]> wrong = List.of(
                new byte[0],
                new byte[159],
                new byte[640],
                Arrays.copyOf(IMAGE, IMAGE.length - 16),
                Arrays.copyOf(IMAGE, IMAGE.length + 16),
                TestImage.with(IMAGE, 4, 1),
                TestImage.with(IMAGE, 6, 161),
                TestImage.with(IMAGE, 8, 0xFF, 0xFF, 0xFF, 0xFF),
                TestImage.with(IMAGE, 12, 1),
                TestImage.with(IMAGE, 128, 0xFF, 0xFF, 0xFF, 0xFF),
                TestImage.with(IMAGE, 156, 1));
        for (byte[] bytes : wrong) {
            assertThatThrownBy(() -> read(bytes)).hasMessageContaining("THM-0902");
        }
        byte[] damaged = IMAGE.clone();
        damaged[300] ^= 1;
        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("THM-0902").hasMessageContaining("content");
    }

    @Test
    void aPackagesFolderHasOneImage() throws IOException {
        assertThatThrownBy(() -> ModelImage.read(folder)).hasMessageContaining("THM-0903");
        read(IMAGE);
        assertThat(ModelImage.read(folder).bytes()).isEqualTo(IMAGE);
        Files.write(folder.resolve("y_image.bin"), IMAGE);
        assertThatThrownBy(() -> ModelImage.read(folder))
                .hasMessageContaining("THM-0904")
                .hasMessageContaining("x_image.bin, y_image.bin");
    }
}
