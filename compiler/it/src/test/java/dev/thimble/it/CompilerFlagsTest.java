package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.CrossTools;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Harness;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Firmware under flags that projects use and Thimble itself does not: it links, starts, and computes the same bits. */
class CompilerFlagsTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    Path folder;

    static Stream<Arguments> builds() {
        // -O2 is among those of all boards
        Stream<Arguments> levels = Stream.of("-O0", "-Og", "-O1", "-O3", "-Os")
                .map(level -> Arguments.of("mps2-an386", List.of("-flto", level)));
        Stream<Arguments> boards = Checkout.boards().cores().stream()
                .flatMap(board -> Stream.of(List.of("-flto", "-O2"), List.of("-ffixed-r9", "-O2"))
                        .filter(flags -> board.architecture().startsWith("Arm") || !flags.contains("-ffixed-r9"))
                        .map(flags -> Arguments.of(board.name(), flags)));
        Stream<Arguments> loops = Stream.of("mps2-an386", "mps3-an547")
                .flatMap(board -> Stream.of(
                        Arguments.of(board, List.of("-fno-omit-frame-pointer", "-O2")),
                        Arguments.of(board, List.of("-DTHIMBLE_C_LOOPS", "-Os"))));
        return Stream.of(levels, boards, loops).flatMap(builds -> builds);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("builds")
    void aFirmwareComputesTheReferencesBits(String name, List<String> flags) throws IOException {
        Board board = Boards.load(Checkout.INSTALLATION).named(name);
        TinyPackage.write(folder, "tiny", board.kernels());
        try (Device device = EmulatedDevice.start(TOOLS, board, linked(board, flags), "tiny")) {
            assertThat(TinyPackage.inputs().stream()
                            .map(ids -> device.ids(ids).logits())
                            .toList())
                    .isEqualTo(TinyPackage.logits());
        }
    }

    /** All in one call of the compiler, as the smallest of makefiles does it. */
    private Path linked(Board board, List<String> flags) throws IOException {
        Path elf = folder.resolve("tiny.elf");
        CrossTools tools = board.tools();
        String compiler = TOOLS.require(Tool.compiler(tools)).toString();
        List<String> command = new ArrayList<>(List.of(compiler, "-std=c99", "-Wall", "-Werror"));
        command.addAll(tools.compilerFlags());
        command.addAll(flags);
        command.addAll(List.of("-ffunction-sections", "-Wl,--gc-sections"));
        command.addAll(tools.linkerFlags());
        Harness harness = new Harness(board);
        command.addAll(harness.linkerFlags(folder));
        command.addAll(harness.includes());
        command.add("-I" + folder.resolve("include"));
        Checkout.files(folder).stream()
                .map(Path::toString)
                .filter(file -> file.endsWith(".c"))
                .forEach(command::add);
        harness.sources().forEach(source -> command.add(source.toString()));
        command.addAll(tools.libraries());
        command.addAll(List.of("-o", elf.toString()));
        ToolRun.output(command);
        return elf;
    }
}
