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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages in CMake projects: two of them as parts of one, and one in each of the ways in which CMake finds libraries. */
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

    private static final Map<String, String> WAYS = Map.of(
            "add_subdirectory", "add_subdirectory(OUT package)",
            "FetchContent", """
                    include(FetchContent)
                    FetchContent_Declare(tiny SOURCE_DIR OUT)
                    FetchContent_MakeAvailable(tiny)""",
            "find_package", "find_package(thimble_tiny 0.1 REQUIRED)");

    private static final String APPLICATION = """
            cmake_minimum_required(VERSION 3.14)
            project(application C)
            WAY
            add_executable(application main.c)
            target_link_libraries(application PRIVATE thimble::tiny)
            """;

    /** A bare Cortex-M4 whose program prints through the debugger. */
    private static final String ARM = """
            set(CMAKE_SYSTEM_NAME Generic)
            set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
            set(CMAKE_C_COMPILER arm-none-eabi-gcc)
            set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
            set(CMAKE_C_FLAGS_INIT "-mcpu=cortex-m4 -mthumb -O2 -ffunction-sections")
            set(CMAKE_EXE_LINKER_FLAGS_INIT "-specs=rdimon.specs -Wl,--section-start=.vectors=0")
            set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
            """;

    /** QEMU's core starts from it: the stack at the end of its memory of 4 MiB, and the start-up of newlib. */
    private static final String VECTORS = """

            extern void _start(void);
            __attribute__((section(".vectors"), used)) static const void *const vectors[] = {
                (const void *)0x00400000,
                (const void *)_start,
            };
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
                .map(second -> DynamicTest.dynamicTest(second.folder(), () -> twoPackages(second)));
    }

    @TestFactory
    Stream<DynamicTest> twoModelsInOnePackageAreOneFolder() {
        return Stream.of(Arenas.values())
                .map(arenas -> DynamicTest.dynamicTest(arenas.word(), () -> onePackage(arenas)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add_subdirectory", "FetchContent", "find_package"})
    void aProjectFindsAPackageAndRuns(String way) throws IOException {
        Path build = DropIn.cmake(application(way, DropIn.program()), "-DCMAKE_PREFIX_PATH=" + installed(way));
        assertThat(DropIn.run(build.resolve("application"))).isEqualTo(DropIn.answer());
    }

    /** The same for a board; QEMU runs what was built. */
    @ParameterizedTest
    @ValueSource(strings = {"add_subdirectory", "FetchContent", "find_package"})
    void aFirmwareFindsAPackageAndRuns(String way) throws IOException {
        String toolchain = "-DCMAKE_TOOLCHAIN_FILE=" + DropIn.write(folder.resolve("arm.cmake"), ARM);
        Path project = application(way, DropIn.program() + VECTORS);
        Path build = DropIn.cmake(project, toolchain, "-DCMAKE_PREFIX_PATH=" + installed(way, toolchain));
        List<String> emulator = new ArrayList<>(List.of("qemu-system-arm", "-M", "mps2-an386", "-nographic"));
        emulator.addAll(List.of("-monitor", "none", "-serial", "none", "-semihosting", "-kernel"));
        emulator.add(build.resolve("application").toString());
        assertThat(ToolRun.output(emulator)).isEqualTo(DropIn.answer());
    }

    private Path application(String way, String program) throws IOException {
        Path project = folder.resolve("project of " + way);
        String text = APPLICATION.replace("WAY", WAYS.get(way)).replace("OUT", DropIn.OUT.toString());
        DropIn.write(project.resolve("CMakeLists.txt"), text);
        DropIn.write(project.resolve("main.c"), program);
        return project;
    }

    /** Where the package is installed, if this way needs that. */
    private Path installed(String way, String... definitions) {
        Path prefix = folder.resolve("prefix");
        if (way.equals("find_package")) {
            Path build = folder.resolve("library");
            List<String> configure = new ArrayList<>(List.of("cmake", "-S", DropIn.OUT.toString(), "-B"));
            configure.add(build.toString());
            configure.addAll(List.of(definitions));
            ToolRun.output(configure);
            ToolRun.output(List.of("cmake", "--build", build.toString()));
            ToolRun.output(List.of("cmake", "--install", build.toString(), "--prefix", prefix.toString()));
        }
        return prefix;
    }

    /** Versions of before 1.0 that differ in the second number promise each other nothing. */
    @Test
    void anotherVersionIsNotTaken() throws IOException {
        Path project = application("find_package", DropIn.program());
        Path text = project.resolve("CMakeLists.txt");
        Files.writeString(text, Files.readString(text).replace("thimble_tiny 0.1", "thimble_tiny 0.2"));
        ToolRun run = ToolRun.of(List.of(
                "cmake",
                "-S",
                project.toString(),
                "-B",
                project.resolve("build").toString(),
                "-DCMAKE_PREFIX_PATH=" + installed("find_package")));
        assertThat(run.status()).isPositive();
        assertThat(run.output()).contains("version: 0.1.0");
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
