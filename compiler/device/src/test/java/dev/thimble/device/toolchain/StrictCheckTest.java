package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.device.FakePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictCheckTest {
    private static final Path HARNESS = FakePackage.root().resolve("boards/_harness");

    private final StrictCheck strict = new StrictCheck(Toolchain.onPath());

    @ParameterizedTest
    @ValueSource(strings = {"-DTHIMBLE_TRACE", "-UTHIMBLE_TRACE"})
    void theProtocolAndTheHostProgramAreCleanInBothLanguages(String trace) {
        List<Path> sources = List.of(
                HARNESS.resolve("protocol.c"),
                HARNESS.resolve("request.c"),
                HARNESS.resolve("console.c"),
                HARNESS.resolve("host/main.c"));
        assertThatCode(() -> strict.check(sources, List.of("-I" + HARNESS, trace)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void f();",
                "int f(int a);int f(int a) {unsigned char c = 300 + a;return c;}",
                "void *m(void);int *f(void);int *f(void) {return m();}",
                "int f(void);int f(void) {int a = 1; {int a = 2; (void)a;} return a;}"
            })
    void aWarningInEitherLanguageIsAnError(String code, @TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("probe.c"), code + "\n");
        assertThatThrownBy(() -> strict.check(List.of(source), List.of())).hasMessageContaining("THM-0601");
    }
}
