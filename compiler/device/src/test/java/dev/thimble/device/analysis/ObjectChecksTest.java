package dev.thimble.device.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.CrossTools;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectChecksTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    Path folder;

    /** On every board whose tools are here. */
    @Test
    void cleanObjectsGiveNoFinding() {
        CompiledPackage target = FakePackage.copyTo(folder);
        FakePackage.withRoom(FakePackage.boards().boards()).stream()
                .forEach(board ->
                        assertThat(check(target, board.name())).as(board.name()).isEmpty());
    }

    /** With a floating-point unit there is no helper to be found: the instructions themselves tell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "float probe(float x);float probe(float x) {return x * x;}",
                "double probe(double x);double probe(double x) {return x + x;}",
                "float probe(int x);float probe(int x) {return (float)x;}",
                "int probe(float x);int probe(float x) {return (int)x;}",
                "void probe(float *to, float x);void probe(float *to, float x) {*to = x;}"
            })
    void floatingPointInstructionsAreFound(String code) {
        CompiledPackage target = FakePackage.edited(folder, "src/fake.c", "void fake_sum", code + "\nvoid fake_sum");
        assertThat(check(target, "mps3-an547"))
                .isNotEmpty()
                .allMatch(finding -> finding.rule() == Finding.Rule.FLOATING_POINT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "__mulsf3|float probe(float x);float probe(float x) {return x * x;}",
                "__adddf3|double probe(double x);double probe(double x) {return x + x;}",
                "__floatsisf|float probe(int x);float probe(int x) {return (float)x;}",
                "__fixsfsi|int probe(float x);int probe(float x) {return (int)x;}",
                "__fixunsdfdi|uint64_t probe(double x);uint64_t probe(double x) {return (uint64_t)x;}",
                "__ltsf2|int probe(float x, float y);int probe(float x, float y) {return x < y;}"
            })
    @EnabledIfSystemProperty(named = "thimble.everywhere", matches = "true")
    void floatingPointIsFoundOnRiscvToo(String what, String code) {
        CompiledPackage target = FakePackage.edited(folder, "src/fake.c", "void fake_sum", code + "\nvoid fake_sum");
        assertThat(check(target, "qemu-riscv32"))
                .containsExactly(new Finding("fake.o", Finding.Rule.FLOATING_POINT, what));
    }

    /** No board has registers for floating point, so the compiler is told that there are some. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "float probe(float x) {return x * x;}",
                "float probe(float x, float y, float z) {return x * y - z;}",
                "float probe(int x) {return x;}",
                "int probe(float x) {return x;}",
                "void probe(float *to, float x) {*to = x;}",
                "void probe(float *to) {to[0] = to[1];}"
            })
    @EnabledIfSystemProperty(named = "thimble.everywhere", matches = "true")
    void floatingPointInstructionsOfRiscvAreFound(String code) throws IOException {
        CrossTools tools =
                Boards.load(FakePackage.installation()).named("qemu-riscv32").tools();
        Path source = Files.writeString(folder.resolve("probe.c"), code);
        Path object = folder.resolve("probe.o");
        String compiler = TOOLS.require(Tool.compiler(tools)).toString();
        List<String> flags = List.of("-march=rv32imafc", "-mabi=ilp32f", "-O2", "-c");
        ToolRun.output(Stream.of(Stream.of(compiler), flags.stream(), Stream.of(source, "-o", object))
                .flatMap(words -> words)
                .map(Object::toString)
                .toList());
        assertThat(new ObjectChecks(TOOLS, tools).check(List.of(object)))
                .isNotEmpty()
                .allMatch(finding -> finding.rule() == Finding.Rule.FLOATING_POINT);
    }

    @Test
    @EnabledIfSystemProperty(named = "thimble.everywhere", matches = "true")
    void integersAndVariablesOfRiscvAreJudgedAlike() {
        String code = """
                int64_t probe(int64_t a, int64_t b);
                int64_t probe(int64_t a, int64_t b) {return a / b % 7;}
                extern int counter;
                int counter = 3;
                """;
        CompiledPackage target = FakePackage.edited(folder, "src/fake.c", "void fake_sum", code + "void fake_sum");
        assertThat(check(target, "qemu-riscv32"))
                .containsExactly(new Finding("fake.o", Finding.Rule.WRITABLE_GLOBAL, "counter"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FLOATING_POINT|__aeabi_fmul|float probe(float x);float probe(float x) {return x * x;}",
                "FLOATING_POINT|__aeabi_dadd|double probe(double x);double probe(double x) {return x + x;}",
                "FLOATING_POINT|__aeabi_i2f|float probe(int x);float probe(int x) {return (float)x;}",
                "WRITABLE_GLOBAL|counter|extern int counter;int counter;",
                "WRITABLE_GLOBAL|counter|extern int counter;int counter = 3;",
                "FOREIGN_FUNCTION|malloc|void *malloc(size_t n);void *probe(void);void *probe(void) {return malloc(4);}",
                "FOREIGN_FUNCTION|puts|int puts(const char *s);int probe(void);int probe(void) {return puts(\"x\");}"
            })
    void whatInferenceMustNotHoldIsFound(Finding.Rule rule, String what, String code) {
        CompiledPackage target = FakePackage.edited(folder, "src/fake.c", "void fake_sum", code + "\nvoid fake_sum");
        assertThat(check(target)).containsExactly(new Finding("fake.o", rule, what));
    }

    @Test
    void integerHelpersAreAllowed() {
        String code = "int64_t probe(int64_t a, int64_t b);int64_t probe(int64_t a, int64_t b) {return a / b;}\n";
        assertThat(check(FakePackage.edited(folder, "src/fake.c", "void fake_sum", code + "void fake_sum")))
                .isEmpty();
    }

    private static List<Finding> check(CompiledPackage target) {
        return check(target, "mps2-an386");
    }

    private static List<Finding> check(CompiledPackage target, String board) {
        FirmwareArtifacts built = new FirmwareBuild(
                        TOOLS, Boards.load(FakePackage.installation()).named(board))
                .build(target, FirmwareOptions.plain());
        return new ObjectChecks(TOOLS, built.board().tools()).check(built.objects());
    }
}
