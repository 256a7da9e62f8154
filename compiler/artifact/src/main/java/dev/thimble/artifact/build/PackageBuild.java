package dev.thimble.artifact.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.report.ReportHtml;
import dev.thimble.artifact.report.Totals;
import dev.thimble.backendc.model.CSection;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.analysis.ElfSections;
import dev.thimble.device.analysis.Finding;
import dev.thimble.device.analysis.MapFile;
import dev.thimble.device.analysis.Memory;
import dev.thimble.device.analysis.ObjectChecks;
import dev.thimble.device.analysis.StackAnalysis;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.HostArtifacts;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds a package for the host and its board, and puts what only the linker knows into report.json. */
public final class PackageBuild {
    private static final Set<String> CODE_SECTIONS = Set.of(".text", ".rodata");

    /** Room under the bound for an exception's frame, and for rounding to 8. */
    private static final int STACK_MARGIN = 256;

    private static final String ALIGNMENT = "alignment";

    private final Path root;
    private final Progress progress;

    /** The builds of a checkout. */
    public PackageBuild(Path root, Progress progress) {
        this.root = root;
        this.progress = progress;
    }

    /** What was built. */
    public record Result(HostArtifacts host, FirmwareArtifacts firmware) {}

    /** Builds both. */
    public Result run(OutFolder opened) {
        Runnable waiting = () -> progress.stage("waiting for another thimble that writes " + opened.folder());
        return opened.files().alone(waiting, () -> {
            OutFolder out = OutFolder.open(opened.folder());
            out.files().requireUnchanged(List.of(OutFolder.REPORT, OutFolder.PAGE));
            return build(out);
        });
    }

    private Result build(OutFolder out) {
        Toolchain toolchain = Toolchain.onPath();
        progress.stage("building for the host");
        HostArtifacts host = new HostBuild(toolchain, root).build(out.compiled(), HostOptions.plain());
        Board board = Boards.load(root).named(out.board());
        progress.stage("building the firmware for " + board.name());
        FirmwareArtifacts firmware = firmware(toolchain, board, out);
        List<Finding> findings = new ObjectChecks(toolchain).check(firmware.objects());
        if (!findings.isEmpty()) {
            throw new ThimbleException(ToolProblem.OBJECT_FORBIDDEN.at(
                    "", findings.stream().map(Finding::toString).collect(Collectors.joining("; "))));
        }
        report(toolchain, board, out, firmware);
        return new Result(host, firmware);
    }

    /** Builds once without a stack to learn its bound, and again with a stack of that size. */
    private static FirmwareArtifacts firmware(Toolchain toolchain, Board board, OutFolder out) {
        FirmwareBuild build = new FirmwareBuild(toolchain, board);
        FirmwareOptions options = FirmwareOptions.plain();
        FirmwareArtifacts first = build.build(out.compiled(), options.withStack(0));
        int bound =
                StackAnalysis.of(toolchain, first).worstCase("thimble_reset").bytes();
        int stack = (bound + STACK_MARGIN + 7) / 8 * 8;
        return build.build(out.compiled(), options.withStack(stack));
    }

    private void report(Toolchain toolchain, Board board, OutFolder out, FirmwareArtifacts firmware) {
        Memory sizes = ElfSections.of(toolchain, firmware.elf()).memory();
        StackAnalysis stack = StackAnalysis.of(toolchain, firmware);
        int classify = stack.worstCase("thimble_" + out.name() + "_classify").bytes();
        ObjectNode report = out.report();
        ObjectNode memory = (ObjectNode) report.path("memory");
        ((ObjectNode) memory.path("flash"))
                .put("weights", sizes.weights())
                .put("tables", sizes.tables())
                .put("tokenizer", sizes.tokenizer())
                .put("code", modelCode(firmware));
        ((ObjectNode) memory.path("ram")).put("stack", classify);
        Totals.update(memory);
        alignment(report, sizes);
        report.putObject("firmware")
                .put("flash", sizes.flash())
                .put("ram", sizes.ram())
                .put("stack_reserved", sizes.stack())
                .put("stack_bound", stack.worstCase("thimble_reset").bytes());
        ArrayNode targets = report.putArray("targets");
        targets.addObject()
                .put("board", board.name())
                .put("cpu", board.cpu())
                .put("max_tokens", report.path("model").path("max_tokens").asInt())
                .put("instructions", 0)
                .put("verified", false);
        out.save(report);
        new ReportHtml(root).write(out);
        checkBudget(memory);
    }

    /** What the linker left free between constants is part of their section: an entry of its own keeps the sums true. */
    private static void alignment(ObjectNode report, Memory sizes) {
        ArrayNode constants = (ArrayNode) report.path("constants");
        Map<CSection, Long> linked = Map.of(
                CSection.WEIGHTS, sizes.weights(),
                CSection.TABLES, sizes.tables(),
                CSection.TOKENIZER, sizes.tokenizer());
        List<JsonNode> real = new ArrayList<>();
        constants.forEach(real::add);
        real.removeIf(constant -> constant.path("name").asText().equals(ALIGNMENT));
        constants.removeAll().addAll(real);
        for (CSection section : CSection.values()) {
            long known = real.stream()
                    .filter(constant -> constant.path("section").asText().equals(section.section()))
                    .mapToLong(constant -> constant.path("bytes").asLong())
                    .sum();
            if (linked.get(section) > known) {
                constants
                        .addObject()
                        .put("name", ALIGNMENT)
                        .put("section", section.section())
                        .put("bytes", linked.get(section) - known);
            }
        }
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

    private static void checkBudget(ObjectNode memory) {
        long used = Totals.of(memory);
        long budget = memory.path("budget").asLong();
        if (used > budget) {
            throw new ThimbleException(MemoryProblem.OVER_BUDGET.at(
                    "with code and stack", new Limits.Overflow("the budget", used, budget).sentence()));
        }
    }
}
