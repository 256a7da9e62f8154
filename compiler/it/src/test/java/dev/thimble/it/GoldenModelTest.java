package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.HostDevice;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.StrictCheck;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.PackageFolder;
import dev.thimble.testing.Golden;
import dev.thimble.verify.data.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stages write for tiny models of both architectures; the same C is compiled strictly, and run. */
class GoldenModelTest {
    private static final String BERT = "bert-f32-gelu";
    private static final String EMBBERT = "embbert-f32-expansion";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {BERT, EMBBERT})
    void everyStageWritesWhatItWrote(String fixture) throws IOException {
        TinyModel model = TinyModel.compiled(fixture);
        Golden.compare(fixture + "/graph.txt", model.graph());
        Golden.compare(fixture + "/integers.txt", model.integers());
        Golden.compare(fixture + "/plan.txt", model.plan());
        Golden.compare(fixture + "/tiny.c", model.file("src/tiny_model.c"));
        Golden.compare(fixture + "/tiny.h", model.file("include/tiny.h"));
        Golden.compare(fixture + "/tiny_constants.h", model.file("src/tiny_constants.h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BERT, EMBBERT})
    void theCIsCleanInBothLanguages(String fixture) {
        TinyModel model = TinyModel.compiled(fixture);
        write(model);
        StrictCheck strict = new StrictCheck(Toolchain.onPath());
        assertThatCode(() -> strict.check(sources(model), includes())).doesNotThrowAnyException();
    }

    /** Under the address and undefined-behaviour sanitizers. */
    @ParameterizedTest
    @ValueSource(strings = {BERT, EMBBERT, "bert-bf16-relu", "bert-f16-gelu-new", "bert-f32-silu"})
    void theCComputesWhatTheReferenceComputes(String fixture) {
        TinyModel model = TinyModel.compiled(fixture);
        Path program = new HostBuild(Toolchain.onPath(), Checkout.INSTALLATION)
                .build(write(model), new HostOptions(true, false))
                .executable();
        IntegerExecutor reference = new IntegerExecutor(model.compilation().integers());
        try (Device device = HostDevice.start(program, "tiny")) {
            for (Example example : model.examples()) {
                int[] ids = example.ids().stream().mapToInt(Integer::intValue).toArray();
                List<Integer> expected =
                        IntStream.of(reference.logits(ids)).boxed().toList();
                assertThat(device.ids(example.ids()).logits())
                        .as(example.ids().toString())
                        .isEqualTo(expected);
            }
        }
    }

    /** A third compiler, which is no part of the tools that Thimble needs: only on request. */
    @TestFactory
    Stream<DynamicTest> clangFindsNothingEither() {
        return Stream.of(BERT, EMBBERT)
                .filter(fixture -> Checkout.full())
                .map(fixture -> DynamicTest.dynamicTest(fixture, () -> {
                    TinyModel model = TinyModel.compiled(fixture);
                    write(model);
                    sources(model).forEach(this::checkWithClang);
                }));
    }

    private void checkWithClang(Path source) {
        List<String> command = new ArrayList<>(List.of("clang", "-std=c99", "-fsyntax-only"));
        command.addAll(List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"));
        command.addAll(includes());
        command.add(source.toString());
        ToolRun run = ToolRun.of(command);
        assertThat(run.status()).as(run.output()).isZero();
    }

    private CompiledPackage write(TinyModel model) {
        PackageFolder.write(folder.resolve("tiny"), model.compilation().code().files());
        return new CompiledPackage(folder.resolve("tiny"), "tiny");
    }

    /** All that a user compiles: the file that the line protocol needs is checked with the boards. */
    private List<Path> sources(TinyModel model) {
        return model.compilation().code().files().keySet().stream()
                .filter(file -> file.matches("src/.*\\.c"))
                .map(folder.resolve("tiny")::resolve)
                .toList();
    }

    private List<String> includes() {
        return List.of("-I" + folder.resolve("tiny/include"));
    }
}
