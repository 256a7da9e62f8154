package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A package of every kernel set by the compilers of this machine, as every language and at every level of optimisation:
 * no warning, and the reference's bits. {@code ./thimble test} takes a few of these with gcc; all come with {@code --full}.
 */
class HostCompilersTest {
    private static final List<String> WARNINGS =
            List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror");
    private static final List<String> LANGUAGES = List.of("c99", "c11", "c17", "c++11", "c++17", "c++20");
    private static final List<String> FLAGS =
            List.of("-O0", "-O1", "-O3", "-Os", "-flto", "-fshort-enums", "-funsigned-char", "-fwrapv", "-ffast-math");

    private static final String PROGRAM = """
            #include <stdio.h>
            #include "tiny.h"

            static union {
                uint64_t aligned;
                uint8_t bytes[THIMBLE_TINY_ARENA_BYTES];
            } arena;
            static thimble_tiny_t model;

            static int print(const uint16_t *ids, size_t count)
            {
                thimble_result_t result;
                if (thimble_tiny_run(&model, ids, count, &result) != THIMBLE_OK) {
                    return 1;
                }
                for (uint16_t i = 0; i < result.labels; i++) {
                    printf(i == 0 ? "%ld" : ", %ld", (long)result.logits[i]);
                }
                printf("\\n");
                return 0;
            }

            int main(void)
            {
                if (thimble_tiny_init(&model, arena.bytes, sizeof arena.bytes) != THIMBLE_OK) {
                    return 1;
                }
            CALLS    return 0;
            }
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> builds() {
        return Checkout.everywhere()
                ? KernelSets.all().stream()
                        .flatMap(set -> Stream.of("gcc", "clang").flatMap(compiler -> builds(set, compiler)))
                : builds(KernelSets.DSP, "gcc");
    }

    private static Stream<Arguments> builds(KernelSet set, String compiler) {
        Stream<Arguments> languages =
                LANGUAGES.stream().map(language -> Arguments.of(set.folder(), compiler, language, "-O2"));
        Stream<Arguments> flags = FLAGS.stream().map(flag -> Arguments.of(set.folder(), compiler, "c99", flag));
        return Stream.concat(languages, flags);
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @MethodSource("builds")
    void theBitsAreTheReferences(String set, String compiler, String language, String flag) throws IOException {
        TinyPackage.write(folder, "tiny", KernelSets.named(set).orElseThrow());
        Files.delete(folder.resolve("verify/thimble_app.c"));
        Files.writeString(folder.resolve("main.c"), program());
        String built = folder.resolve("built").toString();
        List<String> command = new ArrayList<>(List.of(compiler, "-std=" + language, flag));
        command.addAll(WARNINGS);
        command.addAll(List.of("-I" + folder.resolve("include"), "-x", language.startsWith("c++") ? "c++" : "c"));
        Checkout.files(folder).stream()
                .map(Path::toString)
                .filter(file -> file.endsWith(".c"))
                .forEach(command::add);
        command.addAll(List.of("-o", built));
        ToolRun.output(command);
        assertThat(ToolRun.output(List.of(built)).lines())
                .containsExactlyElementsOf(TinyPackage.logits().stream()
                        .map(logits -> logits.toString().replaceAll("[\\[\\]]", ""))
                        .toList());
    }

    private static String program() {
        return PROGRAM.replace(
                "CALLS",
                TinyPackage.inputs().stream().map(HostCompilersTest::call).collect(Collectors.joining()));
    }

    private static String call(List<Integer> ids) {
        return """
                    {
                        const uint16_t ids[] = {IDS};
                        if (print(ids, sizeof ids / sizeof *ids) != 0) {
                            return 1;
                        }
                    }
                """.replace("IDS", ids.toString().replaceAll("[\\[\\]]", ""));
    }
}
