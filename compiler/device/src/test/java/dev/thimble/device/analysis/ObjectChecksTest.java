package dev.thimble.device.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectChecksTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    Path folder;

    /** On every board. */
    @Test
    void cleanObjectsGiveNoFinding() {
        CompiledPackage target = FakePackage.copyTo(folder);
        FakePackage.withRoom(Boards.load(FakePackage.installation()).boards()).stream()
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
