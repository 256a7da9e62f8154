package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the RP2040's ROM asks of an image. */
class Rp2040ImageTest {
    private static final int STAGE = 256;

    @TempDir
    static Path folder;

    private static FirmwareArtifacts built;
    private static byte[] image;

    @BeforeAll
    static void build() throws Exception {
        built = new FirmwareBuild(
                        Toolchain.onPath(),
                        Boards.load(FakePackage.installation()).named("pico"))
                .build(FakePackage.copyTo(folder), FirmwareOptions.plain());
        image = Files.readAllBytes(built.bin());
    }

    @Test
    void theSecondStageEndsWithItsChecksum() {
        assertThat(word(STAGE - 4)).isEqualTo(checksum(STAGE - 4));
    }

    /** CRC-32/MPEG-2, as the chip's data sheet defines it. */
    private static int checksum(int bytes) {
        int sum = -1;
        for (int at = 0; at < bytes; at++) {
            sum ^= image[at] << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum < 0 ? sum << 1 ^ 0x04C11DB7 : sum << 1;
            }
        }
        return sum;
    }

    /** The emulator does with the second stage what the ROM does: it starts no other than the one that it has a checksum of. */
    @Test
    @EnabledIfSystemProperty(named = "thimble.everywhere", matches = "true")
    void theEmulatorStartsNoImageWithAnotherSecondStage() throws Exception {
        String elf = new String(Files.readAllBytes(built.elf()), StandardCharsets.ISO_8859_1);
        String stage = new String(image, 0, STAGE, StandardCharsets.ISO_8859_1);
        assertThat(elf).containsOnlyOnce(stage);
        Path changed = folder.resolve("changed.elf");
        Files.writeString(changed, elf.replace(stage, "\0" + stage.substring(1)), StandardCharsets.ISO_8859_1);
        ToolRun run = ToolRun.of(EmulatedDevice.command(Toolchain.onPath(), built.board(), changed));
        assertThat(run.status()).isEqualTo(70);
        assertThat(run.output()).contains("the checksum of the second stage is wrong");
        ToolRun whole = ToolRun.of(EmulatedDevice.command(Toolchain.onPath(), built.board(), built.elf()));
        assertThat(whole.status()).as(whole.output()).isZero();
    }

    @Test
    void theVectorsLieBehindIt() {
        assertThat(word(STAGE)).isBetween(0x20000000, 0x20042000);
        assertThat(word(STAGE + 4)).isBetween(0x10000100, 0x10200000).isOdd();
    }

    @Test
    void theFileForTheDriveHasTheWholeImage() throws Exception {
        byte[] uf2 = Files.readAllBytes(built.uf2().orElseThrow());
        assertThat(uf2).isEqualTo(new Uf2File(built.board().uf2().orElseThrow(), 0x10000000L).of(image));
        assertThat(uf2).hasSize((image.length + 255) / 256 * 512);
    }

    private static int word(int at) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }
}
