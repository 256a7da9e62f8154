package dev.thimble.artifact.build;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.manifest.BuildResult;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.PackageMemory;
import dev.thimble.artifact.manifest.TrainerResult;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.analysis.ElfSections;
import dev.thimble.device.analysis.Finding;
import dev.thimble.device.analysis.MapFile;
import dev.thimble.device.analysis.Memory;
import dev.thimble.device.analysis.ObjectChecks;
import dev.thimble.device.analysis.code.StackAnalysis;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.FirmwareUpdates;
import dev.thimble.device.toolchain.HostArtifacts;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a package for the host and its board, and keeps what only the linker knows. */
public final class PackageBuild {
    /** Where code and its constants are. */
    static final Set<String> CODE_SECTIONS = Set.of(".text", ".rodata");

    /** Room under the bound for an exception's frame, and for rounding to 8. */
    private static final int STACK_MARGIN = 256;

    private final Installation installation;
    private final Progress progress;

    /** The builds of a checkout. */
    public PackageBuild(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
    }

    /** What was built. */
    public record Result(HostArtifacts host, FirmwareArtifacts firmware) {}

    /** Builds both; the firmware takes no updates. */
    public Result run(OutFolder opened) {
        return run(opened, Optional.empty());
    }

    /**
     * Builds both.
     *
     * @param updates what the firmware has to take updates, if it does
     */
    public Result run(OutFolder opened, Optional<FirmwareUpdates> updates) {
        Runnable waiting = () -> progress.stage("waiting for another thimble that writes " + opened.folder());
        return opened.files().alone(waiting, () -> {
            OutFolder out = OutFolder.open(opened.folder());
            out.requireUnchanged();
            return build(out, updates);
        });
    }

    private Result build(OutFolder out, Optional<FirmwareUpdates> updates) {
        Toolchain toolchain = Toolchain.onPath();
        progress.stage("building for the host");
        HostArtifacts host = new HostBuild(toolchain, installation).build(out.compiled(), HostOptions.plain());
        Board board = Boards.load(installation).named(out.board());
        progress.stage("building the firmware for " + board.name());
        FirmwareArtifacts firmware = firmware(toolchain, board, out, updates);
        List<Finding> findings = new ObjectChecks(toolchain, board.tools()).check(firmware.objects());
        if (!findings.isEmpty()) {
            throw new ThimbleException(ToolProblem.OBJECT_FORBIDDEN.at(
                    "", findings.stream().map(Finding::toString).collect(Collectors.joining("; "))));
        }
        StackAnalysis stack = StackAnalysis.of(toolchain, firmware);
        OutFolder built = out.built(result(toolchain, out, firmware, stack), trainers(out, firmware, stack));
        built.writeReports(installation);
        checkBudget(built.memory());
        return new Result(host, firmware);
    }

    /** Builds without a stack to learn its bound, and links again with a stack of that size. */
    private static FirmwareArtifacts firmware(
            Toolchain toolchain, Board board, OutFolder out, Optional<FirmwareUpdates> updates) {
        FirmwareBuild build = new FirmwareBuild(toolchain, board);
        FirmwareOptions options = FirmwareOptions.plain().withUpdates(updates);
        FirmwareArtifacts first = build.build(out.compiled(), options.withStack(0));
        int bound = StackAnalysis.of(toolchain, first).worstCase().bytes();
        int stack = (bound + STACK_MARGIN + 7) / 8 * 8;
        return build.relinked(out.compiled(), options.withStack(stack), first);
    }

    private static BuildResult result(
            Toolchain toolchain, OutFolder out, FirmwareArtifacts firmware, StackAnalysis stack) {
        Memory sizes = ElfSections.of(toolchain, firmware).memory();
        return new BuildResult(
                firmware.board().name(),
                firmware.board().cpu(),
                sizes.weights(),
                sizes.tables(),
                sizes.tokenizer(),
                modelCode(firmware),
                modelStack(out, stack),
                sizes.flash(),
                sizes.ram(),
                sizes.stack(),
                stack.worstCase().bytes());
    }

    private List<TrainerResult> trainers(OutFolder out, FirmwareArtifacts firmware, StackAnalysis stack) {
        LinkedTrainers linked = LinkedTrainers.of(installation, firmware, stack);
        return out.models().stream()
                .filter(model -> model.manifest().learns())
                .map(model -> linked.trainer(model.name()))
                .toList();
    }

    private static int modelStack(OutFolder out, StackAnalysis stack) {
        return out.models().stream()
                .flatMap(model -> calls(model.manifest()))
                .mapToInt(call -> stack.worstCase(call).bytes())
                .max()
                .orElse(0);
    }

    /** What an application calls of a model that takes any stack worth speaking of. */
    private static Stream<String> calls(ModelManifest model) {
        Stream<String> calls = model.learns() ? Stream.of("classify", "learn") : Stream.of("classify");
        return calls.map(call -> "thimble_" + model.name() + "_" + call);
    }

    /** Bytes of code and of constants of the code that the model, its kernels and its tokenizer brought along. */
    public static long modelCode(FirmwareArtifacts firmware) {
        Set<String> harness = firmware.harness().stream()
                .map(object -> object.getFileName().toString())
                .collect(Collectors.toSet());
        return MapFile.read(firmware.map()).byObject(CODE_SECTIONS::contains).entrySet().stream()
                .filter(entry -> !harness.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void checkBudget(PackageMemory memory) {
        if (memory.total() > memory.budget()) {
            throw new ThimbleException(MemoryProblem.OVER_BUDGET.at(
                    "with code and stack",
                    new Limits.Overflow("the budget", memory.total(), memory.budget()).sentence()));
        }
    }
}
