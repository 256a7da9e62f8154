package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board with four memories: the weights in an external one, the arena in a bank of its own. */
class MemoriesTest {
    private static final String ORIGINAL = "mps2-an386";
    private static final String MEMORIES = """
            memories:
              - {name: FLASH, kind: flash, origin: "0x0", size: "0x00200000", holds: [code, tables, tokenizer]}
              - {name: EXTERNAL, kind: flash, origin: "0x21000000", size: "0x01000000", holds: [weights]}
              - {name: BANK, kind: ram, origin: "0x20200000", size: "0x00200000", holds: [arena]}
              - {name: RAM, kind: ram, origin: "0x20000000", size: "0x00010000", holds: [data, stack]}
            """;

    @TempDir
    Path folder;

    private Board board() throws IOException {
        Path boards = Checkout.copy(Checkout.ROOT.resolve("boards"), folder.resolve("boards"));
        Path yml = boards.resolve(ORIGINAL).resolve("board.yml");
        List<String> lines = Files.readAllLines(yml).stream()
                .filter(line -> !line.startsWith("memories:") && !line.startsWith("  - "))
                .toList();
        Files.writeString(yml, String.join("\n", lines) + "\n" + MEMORIES);
        return Boards.load(new Installation(folder)).named(ORIGINAL);
    }

    private static List<Integer> logits(Board board, Path elf) {
        try (Device device = EmulatedDevice.start(Toolchain.onPath(), board, elf, Shipped.NAME)) {
            return device.text("play some jazz".getBytes(StandardCharsets.UTF_8)).logits().stream()
                    .toList();
        }
    }

    @Test
    void weightsAndArenaInMemoriesOfTheirOwnGiveTheSameLogits() throws IOException {
        Board board = board();
        Path copy = Checkout.copy(Shipped.BUILT, folder.resolve("package"));
        FirmwareArtifacts built = new FirmwareBuild(Toolchain.onPath(), board)
                .build(new CompiledPackage(copy, Shipped.NAME), FirmwareOptions.plain());
        String map = Files.readString(built.map());
        assertThat(map).containsPattern("(?m)^\\.thimble_weights\\s+0x0*21000000\\s");
        assertThat(map).containsPattern("(?m)^\\.thimble_arena\\s+0x0*20200000\\s");
        long weights =
                Shipped.report().path("memory").path("flash").path("weights").asLong();
        long all = Shipped.report().path("firmware").path("flash").asLong();
        assertThat(Files.size(built.bin())).isBetween(1L, all - weights + 64);

        Path usual = Shipped.BUILT.resolve("build").resolve(ORIGINAL).resolve(Shipped.NAME + ".elf");
        assertThat(logits(board, built.elf()))
                .isEqualTo(logits(Boards.load(Checkout.INSTALLATION).named(ORIGINAL), usual));
    }
}
