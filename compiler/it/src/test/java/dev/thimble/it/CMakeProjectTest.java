package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Two models as parts of one CMake project. CMake is none of the tools that Thimble needs: only on request. */
class CMakeProjectTest {
    private static final String PROJECT = """
            cmake_minimum_required(VERSION 3.13)
            project(two C)
            add_executable(two main.c)
            """;

    private static final String PART = """
            add_subdirectory(NAME)
            target_link_libraries(two thimble_NAME)
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
                .map(second -> DynamicTest.dynamicTest(second.folder(), () -> twoPackages(second)));
    }

    @TestFactory
    Stream<DynamicTest> twoModelsInOnePackageAreOneFolder() {
        return Stream.of(Arenas.values())
                .filter(arenas -> Checkout.full())
                .map(arenas -> DynamicTest.dynamicTest(arenas.word(), () -> onePackage(arenas)));
    }

    private void twoPackages(KernelSet second) throws IOException {
        Path project = Files.createDirectory(folder.resolve(second.folder()));
        write(project, CBundle.of(model("first", KernelSets.DSP)));
        write(project, CBundle.of(model("second", second)));
        build(project, "first", "second");
    }

    private void onePackage(Arenas arenas) throws IOException {
        Path project = Files.createDirectory(folder.resolve(arenas.word()));
        write(project, new CBundle(List.of(model("first", KernelSets.DSP), model("second", KernelSets.DSP)), arenas));
        build(project, "first_second");
    }

    private static CPackage model(String name, KernelSet kernels) {
        return TinyPackage.code(name, kernels, Constants.LINKED);
    }

    private static void write(Path project, CBundle code) throws IOException {
        TinyPackage.write(
                project.resolve(code.name()),
                code.name(),
                OutputKinds.standard().files(code));
    }

    private static String project(String... packages) {
        return PROJECT
                + Stream.of(packages).map(name -> PART.replace("NAME", name)).collect(Collectors.joining());
    }

    private static void build(Path project, String... packages) throws IOException {
        List<Integer> ids = TinyPackage.inputs().get(0);
        Files.writeString(project.resolve("CMakeLists.txt"), project(packages));
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
