package dev.thimble.cli.bench;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.schedule.Workload;
import dev.thimble.device.board.Board;
import dev.thimble.device.drive.Answer;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.StepCost;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.folder.PackageFolder;
import dev.thimble.verify.data.Example;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures models on boards in QEMU.
 *
 * @param installation where kernels and boards are
 * @param scratch a folder for packages and builds
 */
public record Bench(Installation installation, Path scratch) {
    /** What the profile calls the time outside of steps. */
    private static final String OUTSIDE = "overhead";

    /** Measures one model on one board. */
    public BenchResult measure(BenchModel model, Board board, BenchPlan plan) {
        CompiledPackage written = write(model, board);
        List<BenchRun> runs = new ArrayList<>();
        Optional<SentenceCosts> sentences;
        try (Device device = start(board, written, FirmwareOptions.plain())) {
            for (int tokens : plan.tokens()) {
                runs.add(new BenchRun(tokens, device.ids(model.ids(tokens)).instructions(), List.of()));
            }
            sentences = sentences(device, plan.sentences());
        }
        List<BenchRun> all = plan.layers() && !runs.isEmpty() ? withLayers(model, board, written, runs) : runs;
        return new BenchResult(model.title(), board.name(), board.cpu(), all, sentences);
    }

    private CompiledPackage write(BenchModel model, Board board) {
        String name = model.integers().name();
        Path folder = scratch.resolve(name + "-" + board.name());
        PackageFolder.write(folder, model.code(installation, board.kernels()).files());
        return new CompiledPackage(folder, name);
    }

    private static Device start(Board board, CompiledPackage written, FirmwareOptions options) {
        Toolchain toolchain = Toolchain.onPath();
        FirmwareArtifacts built = new FirmwareBuild(toolchain, board).build(written, options);
        return EmulatedDevice.start(toolchain, board, built.elf(), written.name());
    }

    private static Optional<SentenceCosts> sentences(Device device, List<Example> examples) {
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        long tokens = 0;
        long instructions = 0;
        long tokenizer = 0;
        for (Example example : examples) {
            Answer whole = example.ids().isEmpty()
                    ? device.text(example.text().orElse("").getBytes(StandardCharsets.UTF_8))
                    : device.ids(example.ids());
            long inference = device.ids(whole.ids()).instructions();
            tokens += whole.ids().size();
            instructions += inference;
            tokenizer += whole.instructions() - inference;
        }
        double count = examples.size();
        return Optional.of(new SentenceCosts(examples.size(), tokens / count, instructions / count, tokenizer / count));
    }

    private static List<BenchRun> withLayers(
            BenchModel model, Board board, CompiledPackage written, List<BenchRun> runs) {
        List<BenchRun> all = new ArrayList<>();
        try (Device device = start(board, written, FirmwareOptions.plain().profiled())) {
            for (BenchRun run : runs) {
                List<StepCost> steps = device.profile(model.ids(run.tokens())).steps();
                Workload work = new Workload(model.loops().apply(board.kernels()), run.tokens());
                all.add(new BenchRun(run.tokens(), run.instructions(), layers(steps, work)));
            }
        }
        return all;
    }

    private static List<LayerCost> layers(List<StepCost> steps, Workload work) {
        Map<String, Long> sums = new LinkedHashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        for (StepCost step : steps) {
            sums.merge(step.value(), step.instructions(), Long::sum);
            rows.merge(step.value(), step.rows(), Integer::sum);
        }
        List<LayerCost> layers = new ArrayList<>();
        sums.forEach((name, instructions) -> layers.add(
                name.startsWith("(")
                        ? new LayerCost(name, OUTSIDE, instructions, 0, 0)
                        : layer(work, work.schedule().graph().node(name), rows.get(name), instructions)));
        return layers;
    }

    /** The device tells how many rows it computed; products are counted for just those. */
    private static LayerCost layer(Workload work, IntNode step, int rows, long instructions) {
        if (rows != work.rows(step)) {
            throw new IllegalStateException(step.name() + ": " + rows + " rows instead of " + work.rows(step));
        }
        return new LayerCost(
                step.name(), operator(step), instructions, work.multiplyAccumulates(step), work.elements(step));
    }

    /** The operator as documents write it: layer_norm. */
    private static String operator(IntNode step) {
        return step.op()
                .getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
