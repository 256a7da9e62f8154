package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a debug probe, which QEMU serves as one: chips that nothing here runs have no other. */
class ProbeTest {
    private static final String LIKE = "mps2-an386";
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    Path folder;

    private Board board() throws IOException {
        Path boards = Checkout.copy(Checkout.ROOT.resolve("boards"), folder.resolve("boards"));
        Path emulator = boards.resolve("_qemu_arm/emulator.yml");
        Files.writeString(emulator, Files.readString(emulator).replace("  - stdio\n", "  - none\n"));
        Path yml = boards.resolve(LIKE).resolve("board.yml");
        Files.writeString(yml, Files.readString(yml).replace("_mps]", "_probe]"));
        Files.delete(boards.resolve(LIKE).resolve("board.c"));
        return Boards.load(new Installation(folder)).named(LIKE);
    }

    @Test
    void aDeviceAnswersThroughIt() throws IOException {
        Board board = board();
        assertThat(board.layers()).anyMatch(layer -> layer.endsWith("_probe"));
        Path copy = Checkout.copy(Shipped.BUILT, folder.resolve("package"));
        Path elf = new FirmwareBuild(TOOLS, board)
                .build(new CompiledPackage(copy, Shipped.NAME), FirmwareOptions.plain())
                .elf();
        Path usual = Shipped.BUILT.resolve("build").resolve(LIKE).resolve(Shipped.NAME + ".elf");
        try (Device probed = EmulatedDevice.start(TOOLS, board, elf, Shipped.NAME);
                Device plain = EmulatedDevice.start(
                        TOOLS, Boards.load(Checkout.INSTALLATION).named(LIKE), usual, Shipped.NAME)) {
            for (String text : new String[] {"play some jazz", "", "what is the weather in Bern"}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(probed.text(bytes).logits())
                        .isEqualTo(plain.text(bytes).logits());
            }
        }
    }
}
