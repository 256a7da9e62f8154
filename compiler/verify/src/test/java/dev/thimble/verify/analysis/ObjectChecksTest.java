package dev.thimble.verify.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.verify.FakePackage;
import dev.thimble.verify.board.Boards;
import dev.thimble.verify.toolchain.CompiledPackage;
import dev.thimble.verify.toolchain.FirmwareArtifacts;
import dev.thimble.verify.toolchain.FirmwareBuild;
import dev.thimble.verify.toolchain.FirmwareOptions;
import dev.thimble.verify.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectChecksTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    Path folder;

    @Test
    void cleanObjectsGiveNoFinding() {
        assertThat(check(FakePackage.copyTo(folder))).isEmpty();
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
        FirmwareArtifacts built = new FirmwareBuild(
                        TOOLS, Boards.load(FakePackage.root()).named("mps2-an386"))
                .build(target, FirmwareOptions.plain());
        return new ObjectChecks(TOOLS).check(built.objects());
    }
}
