package dev.thimble.device.analysis.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.MemoryUse;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Optimization;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StackAnalysisTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final Board BOARD = Boards.load(FakePackage.installation()).named("mps2-an386");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void theBoundIsNotBelowAndNotFarAboveWhatAnEmulatedRunUses(Optimization optimization) {
        CompiledPackage target = FakePackage.copyTo(folder);
        for (Board board : FakePackage.boards().emulated()) {
            FirmwareArtifacts built = build(board, target, optimization);
            StackUse bound = StackAnalysis.of(TOOLS, built).worstCase();
            MemoryUse used = run(board, built);
            assertThat(used.stackPeak()).as(board.name()).isPositive().isLessThanOrEqualTo(bound.bytes());
            assertThat(bound.bytes() - used.stackPeak()).as(board.name()).isLessThan(64);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBoundOfTheCallHoldsForTheCall(Optimization optimization) {
        String big = "    volatile char big[3000];\n    big[0] = 1;\n    big[2999] = big[0];\n    int32_t sum = 0;\n";
        FirmwareArtifacts built =
                build(FakePackage.edited(folder, "src/fake.c", "    int32_t sum = 0;\n", big), optimization);
        StackAnalysis analysis = StackAnalysis.of(TOOLS, built);
        StackUse bound = Stream.of("thimble_app_ids", "thimble_app_text")
                .map(analysis::worstCase)
                .max(Comparator.comparingInt(StackUse::bytes))
                .orElseThrow();
        assertThat(run(BOARD, built).stackOfCall()).isBetween(3000, bound.bytes());
        assertThat(bound.bytes()).isLessThan(3100);
        assertThat(bound.path()).extracting(StackUse.Frame::function).contains("fake_sum");
        assertThat(bound.path().stream().mapToInt(StackUse.Frame::bytes).sum()).isEqualTo(bound.bytes());
    }

    @Test
    void recursionIsRefused() {
        refuses(
                "    again(n);\n",
                "THM-0612",
                "static void again(uint32_t n) {\n    if (n > 3u) {\n        fake_spin(n - 1u);\n    }\n}\n");
    }

    @Test
    void aCallThroughAPointerIsRefused() {
        refuses("    hook();\n", "THM-0613", "void (*volatile hook)(void);\n");
    }

    @Test
    void aFrameOfVariableSizeIsRefused() {
        refuses("    volatile char v[n];\n    v[n - 1u] = 1;\n    (void)v[0];\n", "THM-0614", "");
    }

    @Test
    void anUnknownFunctionIsNamed() {
        FirmwareArtifacts built = build(FakePackage.copyTo(folder), Optimization.SPEED);
        assertThatThrownBy(() -> StackAnalysis.of(TOOLS, built).worstCase("nonesuch"))
                .hasMessage("error[THM-0611]: the firmware has no function nonesuch");
    }

    @ParameterizedTest
    @EnumSource
    void whatLibraryFunctionsPushIsCounted(Optimization optimization) {
        FirmwareArtifacts built = build(FakePackage.copyTo(folder), optimization);
        assertThat(StackAnalysis.of(TOOLS, built).worstCase("memset").bytes()).isPositive();
    }

    private void refuses(String statement, String code, String before) {
        CompiledPackage target = FakePackage.copyTo(folder);
        FakePackage.edit(folder.resolve("src/fake.c"), "#ifdef __arm__\n", statement + "#ifdef __arm__\n");
        FakePackage.edit(folder.resolve("src/fake.c"), "void fake_spin", before + "void fake_spin");
        StackAnalysis analysis = StackAnalysis.of(TOOLS, build(target, Optimization.SPEED));
        assertThatThrownBy(() -> analysis.worstCase()).hasMessageContaining(code);
    }

    private static FirmwareArtifacts build(CompiledPackage target, Optimization optimization) {
        return build(BOARD, target, optimization);
    }

    private static FirmwareArtifacts build(Board board, CompiledPackage target, Optimization optimization) {
        return new FirmwareBuild(TOOLS, board)
                .build(target, FirmwareOptions.plain().optimized(optimization).withStack(8192));
    }

    private static MemoryUse run(Board board, FirmwareArtifacts built) {
        try (Device device = EmulatedDevice.start(TOOLS, board, built.elf(), "fake")) {
            device.text(new byte[100]);
            device.ids(List.of(1, 2, 3));
            return device.memory();
        }
    }
}
