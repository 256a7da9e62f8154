package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.CrossTools;
import dev.thimble.device.board.Emulator;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToolchainTest {
    static Stream<Tool> tools() {
        Stream<Tool> ofBoards = FakePackage.boards().boards().stream()
                .flatMap(board -> Stream.concat(
                        Stream.of("gcc", "nm", "objcopy", "objdump", "size").map(name -> Tool.of(board.tools(), name)),
                        board.emulator().stream().map(emulator -> Tool.of(board.name(), emulator))));
        return Stream.concat(Stream.of(Tool.GCC, Tool.GXX), ofBoards).distinct();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyToolOfTheTestsIsHere(Tool tool) {
        assertThat(Toolchain.onPath().require(tool)).isExecutable();
    }

    @Test
    void aMissingToolEndsWithStatusThreeAndTheLineToType(@TempDir Path empty) {
        Toolchain none = new Toolchain(List.of(empty));
        assertThatThrownBy(() -> none.require(Tool.GCC))
                .isInstanceOfSatisfying(
                        ThimbleException.class,
                        e -> assertThat(e.diagnostic().problem().status().code())
                                .isEqualTo(3))
                .hasMessage("error[THM-0602]: gcc was not found; to install it: sudo apt-get install -y gcc libc6-dev");
    }

    @Test
    void aMissingToolOfABoardIsInstalledAsItsLayerSays(@TempDir Path empty) {
        CrossTools tools = new CrossTools(
                "riscv64-unknown-elf-",
                List.of("gcc-riscv64-unknown-elf", "picolibc-riscv64-unknown-elf"),
                List.of(),
                List.of(),
                List.of(),
                "start");
        assertThatThrownBy(() -> new Toolchain(List.of(empty)).require(Tool.of(tools, "objdump")))
                .hasMessage("error[THM-0602]: riscv64-unknown-elf-objdump was not found; to install it: "
                        + "sudo apt-get install -y gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf");
    }

    /** A module is in no package: the launcher knows where it comes from. */
    @Test
    void anEmulatorThatNeedsModulesIsInstalledByTheLauncher(@TempDir Path empty) throws IOException {
        Emulator emulator =
                new Emulator("e", "node", List.of("nodejs"), List.of(empty.resolve("absent")), List.of(), List.of());
        assertThatThrownBy(() -> new Toolchain(List.of(empty)).require(Tool.of("pico", emulator)))
                .hasMessage(
                        "error[THM-0602]: node was not found; to install it: ./thimble doctor --board pico --install");
        copy(FakePackage.installation().boards(), empty.resolve("boards"));
        Board pico = Boards.load(new Installation(empty)).named("pico");
        Path node = Files.createFile(empty.resolve("node"));
        assertThat(node.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> EmulatedDevice.command(new Toolchain(List.of(empty)), pico, Path.of("a.elf")))
                .hasMessage(
                        "error[THM-0602]: rp2040js was not found; to install it: ./thimble doctor --board pico --install");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void aFailedProgramIsQuoted() {
        ToolRun run = ToolRun.of(List.of("gcc", "--no-such-flag"));
        assertThat(run.status()).isEqualTo(1);
        assertThatThrownBy(run::required).hasMessageStartingWith("error[THM-0601]: gcc ended with status 1: ");
    }

    @Test
    void aProgramThatDoesNotEndIsEndedWithAllItStarted() {
        List<String> endless = List.of("sh", "-c", "sleep 1000 & sleep 1000");
        assertThatThrownBy(() -> ToolRun.in(Path.of(""), endless, Duration.ofMillis(300)))
                .hasMessageContaining("THM-0622");
    }

    @Test
    void aProgramThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> ToolRun.of(List.of("/nonexistent/tool")))
                .hasMessageContaining("tool could not be started");
    }
}
