package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.drive.EmulatedDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every instruction set's kernels against the portable ones, on random and extreme inputs of all classes of shapes. */
class KernelCheckTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final Path ROOT = FakePackage.root();
    private static final Path HARNESS = ROOT.resolve("boards/_harness");
    private static final Path MEMCPY = ROOT.resolve("compiler/device/src/test/resources/c/memcpy_bytes.c");
    private static final boolean FULL = Boolean.getBoolean("thimble.full");
    private static final int STACK_BYTES = 16384;

    @TempDir
    Path folder;

    static Stream<Board> boards() {
        return FakePackage.boards().cores().stream();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theBoardsKernelsComputeThePortableBits(Board board) throws IOException {
        check(board, List.of(), board.tools().compilerFlags(), List.of());
    }

    /** Of the cores that have a register which is reserved on some systems, and may load words from any address. */
    static Stream<Board> armBoards() {
        return boards().filter(board -> board.architecture().startsWith("Arm"));
    }

    /** Loops that would take every register have another form where one is reserved. */
    @ParameterizedTest
    @MethodSource("armBoards")
    void withoutTheNinthRegisterTheyDoSoToo(Board board) throws IOException {
        check(board, List.of("-ffixed-r9"), board.tools().compilerFlags(), List.of());
    }

    /** Rows of any width lie at any address, so words would be loaded from any, if the compiler were not told. */
    @ParameterizedTest
    @MethodSource("armBoards")
    void whereUnalignedLoadsFaultTheyDoSoToo(Board board) throws IOException {
        List<String> aligned = List.of("-mno-unaligned-access");
        List<String> trapping = List.of("-mno-unaligned-access", "-DTHIMBLE_TRAP_UNALIGNED");
        check(board, aligned, board.tools().with(trapping).compilerFlags(), List.of(MEMCPY));
    }

    private void check(Board board, List<String> more, List<String> programFlags, List<Path> library)
            throws IOException {
        Path compiler = TOOLS.require(Tool.compiler(board.tools()));
        List<String> flags = Stream.concat(board.tools().with(more).compilerFlags().stream(), Stream.of("-O2"))
                .toList();
        Harness around = new Harness(board);
        List<Path> harness = Stream.concat(around.sources().stream(), library.stream())
                .filter(source -> !source.endsWith("protocol.c") && !source.endsWith("request.c"))
                .toList();
        List<Path> objects = new KernelCheck(
                        ROOT, board.kernels(), compiler, flags, programFlags, board.layers(), folder)
                .objects(FULL ? 500 : 30, harness);
        List<String> link = new ArrayList<>(List.of(compiler.toString()));
        link.addAll(board.tools().compilerFlags());
        link.addAll(board.tools().linkerFlags());
        link.add("-Wl,--gc-sections");
        link.addAll(around.linkerFlags(folder));
        link.add(String.format(Locale.ROOT, "-Wl,--defsym=thimble_stack_size=%d", STACK_BYTES));
        Path elf = linked(link, objects, board.tools().libraries());
        assertAllEqual(ToolRun.output(EmulatedDevice.command(TOOLS, board, elf)));
    }

    /** On the development machine the C equivalents run, under the sanitizers. */
    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void theEquivalentsInCComputeThePortableBits(KernelSet kernels) throws IOException {
        checkOnHost(kernels, List.of());
    }

    /** Some loops of the DSP set have another form where cores load two words at a time. */
    @Test
    void soDoThoseOfLoopsWithPairedLoads() throws IOException {
        checkOnHost(KernelSets.DSP, List.of("-DTHIMBLE_PAIRED_LOADS"));
    }

    private void checkOnHost(KernelSet kernels, List<String> more) throws IOException {
        Path compiler = TOOLS.require(Tool.GCC);
        List<String> flags = Stream.concat(
                        Stream.of("-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"),
                        more.stream())
                .toList();
        List<Path> objects = new KernelCheck(ROOT, kernels, compiler, flags, flags, List.of(HARNESS), folder)
                .objects(FULL ? 2000 : 100, List.of(HARNESS.resolve("console.c"), HARNESS.resolve("host/main.c")));
        Path program = linked(List.of(compiler.toString(), "-fsanitize=address,undefined"), objects, List.of());
        assertAllEqual(ToolRun.output(List.of(program.toString())));
    }

    private Path linked(List<String> link, List<Path> objects, List<String> libraries) {
        Path program = folder.resolve("check.elf");
        List<String> command = new ArrayList<>(link);
        objects.forEach(object -> command.add(object.toString()));
        command.addAll(libraries);
        command.addAll(List.of("-o", program.toString()));
        ToolRun.output(command);
        return program;
    }

    private static void assertAllEqual(String output) {
        assertThat(output.lines()).noneMatch(line -> line.startsWith("differs"));
        assertThat(output.lines().reduce((first, last) -> last))
                .hasValueSatisfying(last -> assertThat(last).matches("checked [1-9]\\d+"));
    }
}
