package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Harness;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training on every core, and on the host under the sanitizers, against the reference: the same bits, step by step. */
class TrainedStepsTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final Path HARNESS = Checkout.ROOT.resolve("boards/_harness");
    private static final Path PROGRAM = Checkout.ROOT.resolve("runtime-c/test/train_steps.c");
    private static final List<String> PARTS = List.of("head", "head+mean", "head+pooler", "last-layer:lora:3");
    private static final int HOST_SEEDS = Boolean.getBoolean("thimble.full") ? 60 : 4;

    private static final List<String> FLAGS = List.of(
            "-std=c99",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Wconversion",
            "-Wshadow",
            "-Wstrict-prototypes",
            "-Werror",
            "-O2",
            "-ffunction-sections");

    @TempDir
    Path folder;

    static Stream<Board> boards() {
        return Boards.load(Checkout.INSTALLATION).cores().stream();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void boardsComputeTheReferencesBits(Board board) throws IOException {
        for (int i = 0; i < PARTS.size(); i++) {
            TrainedSteps steps = new TrainedSteps(i, PARTS.get(i), board.kernels(), 1000);
            assertThat(onBoard(board, steps, board.tools().compilerFlags()))
                    .as(board.name() + " " + PARTS.get(i))
                    .isEqualTo(steps.expected());
        }
    }

    /** Armv6-M has no product of 64 bits; its code runs on any later core. */
    @ParameterizedTest
    @MethodSource("armv6m")
    void soDoesCodeForCortexM0(Board board) throws IOException {
        TrainedSteps steps = new TrainedSteps(7, "head+pooler", KernelSets.PORTABLE, 1000);
        assertThat(onBoard(board, steps, List.of("-mcpu=cortex-m0plus", "-mthumb")))
                .isEqualTo(steps.expected());
    }

    static Stream<Board> armv6m() {
        return Stream.of(Boards.load(Checkout.INSTALLATION).named("mps2-an385"));
    }

    private String onBoard(Board board, TrainedSteps steps, List<String> core) throws IOException {
        Harness around = new Harness(board);
        Path build = Files.createTempDirectory(folder, "build");
        List<String> own = new ArrayList<>(compiler(Tool.compiler(board.tools()), steps, build));
        own.addAll(core);
        own.addAll(around.includes());
        own.add("-r");
        List<String> command = new ArrayList<>(
                List.of(own.get(0), built(own, build.resolve("steps.o")).toString()));
        command.addAll(board.tools().compilerFlags());
        around.sources().stream()
                .filter(source -> !source.endsWith("protocol.c") && !source.endsWith("request.c"))
                .forEach(source -> command.add(source.toString()));
        command.addAll(around.includes());
        command.addAll(board.tools().linkerFlags());
        command.addAll(around.linkerFlags(build));
        command.add("-Wl,--defsym=thimble_stack_size=8192");
        command.addAll(board.tools().libraries());
        return output(EmulatedDevice.command(TOOLS, board, built(command, build.resolve("steps.elf"))));
    }

    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void theHostComputesTheReferencesBits(KernelSet kernels) throws IOException {
        for (int seed = 0; seed < HOST_SEEDS; seed++) {
            TrainedSteps steps = new TrainedSteps(seed, PARTS.get(seed % PARTS.size()), kernels, 300);
            Path build = Files.createTempDirectory(folder, "build");
            List<String> command = new ArrayList<>(compiler(Tool.GCC, steps, build));
            command.addAll(List.of("-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
            command.addAll(List.of(
                    "-I" + HARNESS,
                    HARNESS.resolve("console.c").toString(),
                    HARNESS.resolve("host/main.c").toString()));
            assertThat(output(List.of(built(command, build.resolve("steps")).toString())))
                    .as("seed " + seed)
                    .isEqualTo(steps.expected());
        }
    }

    /** The call of a compiler, but for what the program runs on. */
    private static List<String> compiler(Tool tool, TrainedSteps steps, Path build) throws IOException {
        Path code = steps.write(build.resolve("package"));
        List<String> command = new ArrayList<>(List.of(TOOLS.require(tool).toString()));
        command.addAll(FLAGS);
        command.addAll(steps.defines());
        command.addAll(List.of("-I" + code.resolve("include"), "-I" + code.resolve("src"), PROGRAM.toString()));
        steps.sources(code).forEach(source -> command.add(source.toString()));
        return command;
    }

    private static Path built(List<String> command, Path file) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("-o", file.toString()));
        ToolRun.output(whole);
        return file;
    }

    private static String output(List<String> command) {
        return ToolRun.output(command).lines().reduce("", (all, line) -> all + line + "\n");
    }
}
