package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.board.Board;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Harness;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training on every core, and on the host under the sanitizers, against the reference: the same bits, step by step. */
class TrainedStepsTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final Path HARNESS = Checkout.ROOT.resolve("boards/_harness");
    private static final Path PROGRAM = Checkout.ROOT.resolve("runtime-c/test/train_steps.c");
    private static final List<String> PARTS = List.of("head", "head+mean", "head+pooler", "last-layer:lora:3");
    private static final int HOST_SEEDS = Boolean.getBoolean("thimble.full") ? 60 : 2;

    private static final List<String> FLAGS = List.of(
            "-std=c99",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Wconversion",
            "-Wshadow",
            "-Wstrict-prototypes",
            "-Werror",
            "-ffunction-sections");

    /** More of the compiler's work would find no more, and take twice as long. */
    private static final List<String> SANITIZED =
            List.of("-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");

    private static final Map<List<Object>, Reference> REFERENCES = new HashMap<>();

    @TempDir
    static Path folder;

    private static SharedObjects ofBoards;

    @BeforeAll
    static void begin() {
        ofBoards = new SharedObjects(folder);
    }

    /** A model, and what training makes of it. */
    private record Reference(TrainedSteps steps, String expected) {}

    /** Boards of one set of kernels share it. */
    private static Reference reference(int part, KernelSet kernels) {
        return REFERENCES.computeIfAbsent(List.of(part, kernels), key -> {
            TrainedSteps steps = new TrainedSteps(part, PARTS.get(part), kernels, 1000);
            return new Reference(steps, steps.expected());
        });
    }

    static Stream<Board> boards() {
        return Checkout.boards().cores().stream();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void boardsComputeTheReferencesBits(Board board) throws IOException {
        for (int i = 0; i < PARTS.size(); i++) {
            Reference reference = reference(i, board.kernels());
            assertThat(onBoard(board, reference.steps(), board.tools().compilerFlags()))
                    .as(board.name() + " " + PARTS.get(i))
                    .isEqualTo(reference.expected());
        }
    }

    private String onBoard(Board board, TrainedSteps steps, List<String> core) throws IOException {
        Harness around = new Harness(board);
        Path build = Files.createTempDirectory(folder, "build");
        String gcc = TOOLS.require(Tool.compiler(board.tools())).toString();
        List<Path> all =
                objects(steps, ofBoards, join(List.of(gcc), FLAGS, List.of("-O2"), core), around.includes(), build);
        List<String> compiler = join(List.of(gcc), board.tools().compilerFlags());
        for (Path source : around.sources()) {
            if (!source.endsWith("protocol.c") && !source.endsWith("request.c")) {
                all.add(ofBoards.once(compiler, around.includes(), source));
            }
        }
        List<String> linked = join(
                compiler,
                all.stream().map(Path::toString).toList(),
                board.tools().linkerFlags(),
                around.linkerFlags(build),
                List.of("-Wl,--defsym=thimble_stack_size=8192"),
                board.tools().libraries());
        return output(EmulatedDevice.command(TOOLS, board, built(linked, build.resolve("steps.elf"))));
    }

    /** Two of the parts with each set of kernels, others with the next one; many more with {@code -Dthimble.full=true}. */
    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void theHostComputesTheReferencesBits(KernelSet kernels) throws IOException {
        SharedObjects shared = new SharedObjects(folder);
        int first = KernelSets.all().indexOf(kernels);
        for (int seed = first; seed < first + HOST_SEEDS; seed++) {
            TrainedSteps steps = new TrainedSteps(seed, PARTS.get(seed % PARTS.size()), kernels, 300);
            Path build = Files.createTempDirectory(folder, "build");
            List<String> gcc = join(List.of(TOOLS.require(Tool.GCC).toString()), FLAGS, SANITIZED);
            List<String> includes = List.of("-I" + HARNESS);
            List<Path> all = objects(steps, shared, gcc, includes, build);
            for (String source : List.of("console.c", "host/main.c")) {
                all.add(shared.once(gcc, includes, HARNESS.resolve(source)));
            }
            List<String> command = join(gcc, all.stream().map(Path::toString).toList());
            assertThat(output(List.of(built(command, build.resolve("steps")).toString())))
                    .as("seed " + seed)
                    .isEqualTo(steps.expected());
        }
    }

    /**
     * What a package and the program become; of all but the model's own files there is one object for all models of
     * one compiler and one set of kernels.
     */
    private static List<Path> objects(
            TrainedSteps steps, SharedObjects shared, List<String> compiler, List<String> harness, Path build)
            throws IOException {
        Path code = steps.write(build.resolve("package"));
        List<String> includes = join(List.of("-I" + code.resolve("include"), "-I" + code.resolve("src")), harness);
        List<Path> all = new ArrayList<>();
        all.add(shared.compiled(compiler, join(steps.defines(), includes), PROGRAM));
        for (Path source : steps.sources(code)) {
            all.add(
                    steps.owns(source)
                            ? shared.compiled(compiler, includes, source)
                            : shared.once(compiler, includes, source));
        }
        return all;
    }

    @SafeVarargs
    private static List<String> join(List<String>... words) {
        List<String> all = new ArrayList<>();
        for (List<String> some : words) {
            all.addAll(some);
        }
        return all;
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
