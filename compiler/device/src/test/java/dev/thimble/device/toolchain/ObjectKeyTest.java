package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    private static final Path ROOT = FakePackage.root();

    @TempDir
    Path folder;

    private Path compiler;
    private Path source;
    private Path include;

    /** A source with a header beside it, which includes one of the include folder, and a header of the C library. */
    @BeforeEach
    void setUp() throws IOException {
        compiler = write("cc", "");
        source = write("src/a.c", "#include <stdint.h>\n#include \"near.h\"\nint a;\n");
        write("src/near.h", "#include \"part/far.h\"\n");
        write("include/part/far.h", "typedef int far_t;\n");
        include = folder.resolve("include");
    }

    private Path write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Optional<ObjectKey> key(String... flags) {
        return ObjectKey.of(
                compiler,
                Stream.concat(Stream.of(flags), Stream.of("-I" + include)).toList(),
                source);
    }

    @Test
    void theSameTextsElsewhereHaveTheSameKey() throws IOException {
        Optional<ObjectKey> here = key("-O2");
        source = write("other/b/a.c", Files.readString(source));
        write("other/b/near.h", Files.readString(folder.resolve("src/near.h")));
        include = write("other/c/part/far.h", Files.readString(include.resolve("part/far.h")))
                .resolve("../..");
        assertThat(key("-O2")).isPresent().isEqualTo(here);
    }

    @Test
    void anotherFlagIsAnotherKey() {
        assertThat(Stream.of(key(), key("-O2"), key("-Os"), key("-O2", "-DX"), key("-O2", "-DX=1"), key("-DX", "-O2")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/a.c", "src/near.h", "include/part/far.h"})
    void anotherTextIsAnotherKey(String file) throws IOException {
        Optional<ObjectKey> before = key();
        write(file, Files.readString(folder.resolve(file)) + "/* more */\n");
        assertThat(key()).isPresent().isNotEqualTo(before);
    }

    /** It takes another's place in the order of search, or that of a header of the C library. */
    @ParameterizedTest
    @ValueSource(strings = {"src/part/far.h", "include/stdint.h"})
    void anotherHeaderIsAnotherKey(String file) throws IOException {
        Optional<ObjectKey> before = key();
        write(file, "typedef long far_t;\n");
        assertThat(key()).isPresent().isNotEqualTo(before);
    }

    @Test
    void aHeaderThatNobodyIncludesIsNothing() throws IOException {
        Optional<ObjectKey> before = key();
        write("include/other.h", "int b;\n");
        assertThat(key()).isEqualTo(before);
    }

    @Test
    void anotherNameIsAnotherKey() throws IOException {
        Optional<ObjectKey> before = key();
        source = write("src/b.c", Files.readString(source));
        assertThat(key()).isPresent().isNotEqualTo(before);
    }

    @Test
    void anotherCompilerIsAnotherKey() throws IOException {
        Optional<ObjectKey> before = key();
        Files.setLastModifiedTime(compiler, FileTime.fromMillis(0));
        Optional<ObjectKey> replaced = key();
        compiler = write("gcc", "");
        assertThat(Stream.of(before, replaced, key())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-g",
                "-g1",
                "-fsanitize=address,undefined",
                "-fprofile-arcs",
                "-fdump-tree-all",
                "-include",
                "-I",
                "-Wa,-I.",
                "-specs=nano.specs",
                "--specs=nano.specs",
                "--specs=./picolibc.specs",
                "@more",
                "-DX=\"a.h\""
            })
    void aFlagThatMayStandForMoreHasNone(String flag) {
        assertThat(key(flag)).isEmpty();
    }

    @Test
    void theHeadersOfAnotherCLibraryAreAnotherKey() {
        assertThat(key("--specs=picolibc.specs")).isPresent().isNotEqualTo(key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#include HEADER",
                "#  include \\",
                "#include_next <a.h>",
                "%:include HEADER",
                "??=include HEADER",
                "const char *f = __FILE__;",
                "const char *f = __TIME__;",
                "#include <assert.h>",
                "#if __has_include(<a.h>)",
                "__asm__(\".incbin \\\"a\\\"\");"
            })
    void aTextThatMayStandForMoreHasNone(String line) throws IOException {
        write("include/part/far.h", line + "\n");
        assertThat(key()).isEmpty();
    }

    @Test
    void aLargeOrMissingSourceHasNone() throws IOException {
        write("src/a.c", " ".repeat(5 << 20));
        assertThat(key()).isEmpty();
        Files.delete(source);
        assertThat(key()).isEmpty();
    }

    static Stream<FirmwareOptions> firmware() {
        FirmwareOptions plain = FirmwareOptions.plain();
        return Stream.of(plain, plain.traced(), plain.profiled());
    }

    /** What Thimble builds most has keys: the layers of every board, as firmware is compiled. */
    @ParameterizedTest
    @MethodSource("firmware")
    void theSourcesOfAllBoardsHaveKeys(FirmwareOptions options) {
        Boards.load(new Installation(ROOT)).boards().forEach(board -> {
            Harness harness = new Harness(board);
            List<String> flags = Stream.of(
                            Compilation.STRICT,
                            board.tools().compilerFlags(),
                            List.of("-O2", "-ffunction-sections", "-fdata-sections", "-fstack-usage"),
                            options.instrumentation().flags(),
                            harness.includes())
                    .flatMap(List::stream)
                    .toList();
            assertThat(harness.sources())
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(ObjectKey.of(compiler, flags, file)).isPresent());
        });
    }
}
