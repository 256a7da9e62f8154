package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Two packages as parts of one CMake project. CMake is none of the tools that Thimble needs: only on request. */
class CMakeProjectTest {
    private static final String PROJECT = """
            cmake_minimum_required(VERSION 3.13)
            project(two C)
            add_subdirectory(first)
            add_subdirectory(second)
            add_executable(two main.c)
            target_link_libraries(two thimble_first thimble_second)
            """;

    private static final String PROGRAM = """
            #include <stdio.h>
            #include "first.h"
            #include "second.h"

            static union {
                uint64_t aligned;
                uint8_t bytes[THIMBLE_FIRST_ARENA_BYTES + THIMBLE_SECOND_ARENA_BYTES];
            } arena;
            static thimble_first_t first;
            static thimble_second_t second;

            int main(void)
            {
                const uint16_t ids[] = {IDS};
                const size_t count = sizeof ids / sizeof *ids;
                thimble_result_t a;
                thimble_result_t b;
                if (thimble_first_init(&first, arena.bytes, sizeof arena.bytes) != THIMBLE_OK
                    || thimble_first_run(&first, ids, count, &a) != THIMBLE_OK
                    || thimble_second_init(&second, arena.bytes, sizeof arena.bytes) != THIMBLE_OK
                    || thimble_second_run(&second, ids, count, &b) != THIMBLE_OK) {
                    return 1;
                }
                for (uint16_t i = 0; i < a.labels; i++) {
                    printf("%ld %ld\\n", (long)a.logits[i], (long)b.logits[i]);
                }
                return 0;
            }
            """;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> twoPackagesAreTwoFolders() {
        return Stream.of(KernelSets.DSP, KernelSets.ARMV7M)
                .filter(second -> Checkout.full())
                .map(second -> DynamicTest.dynamicTest(second.folder(), () -> build(second)));
    }

    private void build(KernelSet second) throws IOException {
        Path project = Files.createDirectory(folder.resolve(second.folder()));
        TinyPackage.write(project.resolve("first"), "first", KernelSets.DSP);
        TinyPackage.write(project.resolve("second"), "second", second);
        List<Integer> ids = TinyPackage.inputs().get(0);
        Files.writeString(project.resolve("CMakeLists.txt"), PROJECT);
        Files.writeString(
                project.resolve("main.c"), PROGRAM.replace("IDS", ids.toString().replaceAll("[\\[\\]]", "")));
        String build = project.resolve("build").toString();
        ToolRun.output(List.of("cmake", "-S", project.toString(), "-B", build));
        ToolRun.output(List.of("cmake", "--build", build));
        assertThat(ToolRun.output(List.of(build + "/two")).lines())
                .containsExactlyElementsOf(TinyPackage.logits().get(0).stream()
                        .map(logit -> logit + " " + logit)
                        .toList());
    }
}
