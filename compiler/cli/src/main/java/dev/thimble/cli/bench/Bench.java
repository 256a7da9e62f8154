package dev.thimble.cli.bench;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.schedule.Workload;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.board.Speed;
import dev.thimble.device.cycles.CoreTiming;
import dev.thimble.device.drive.StepCost;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.folder.PackageFolder;
import dev.thimble.verify.data.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        try (Meter meter = start(board, written, FirmwareOptions.plain(), plan)) {
            for (int tokens : plan.tokens()) {
                List<Integer> ids = model.ids(tokens);
                runs.add(new BenchRun(tokens, meter.device().ids(ids).instructions(), meter.functions(ids), List.of()));
            }
            sentences = sentences(meter, plan.sentences());
        }
        List<BenchRun> all = plan.layers() && !runs.isEmpty() ? withLayers(model, board, written, runs, plan) : runs;
        return new BenchResult(model.title(), board.name(), board.cpu(), speed(board, plan), all, sentences);
    }

    private CompiledPackage write(BenchModel model, Board board) {
        String name = model.integers().name();
        Path folder = scratch.resolve(name + "-" + board.name());
        PackageFolder.write(folder, model.code(installation, board.target()).files());
        return new CompiledPackage(folder, name);
    }

    /** Cycles are those of cores whose manuals have a table. */
    private Meter start(Board board, CompiledPackage written, FirmwareOptions options, BenchPlan plan) {
        Toolchain toolchain = Toolchain.onPath();
        FirmwareArtifacts built = new FirmwareBuild(toolchain, board).build(written, options);
        FlashTiming flash = speed(board, plan).flash();
        return CoreTiming.of(board.cpu())
                .filter(core -> plan.cycles())
                .map(core -> Meter.counting(installation, board, core, flash, built.elf(), written.name(), counts()))
                .orElseGet(() -> Meter.plain(toolchain, board, built.elf(), written.name()));
    }

    /** What counts, and what it writes, lies beside the packages. */
    private Path counts() {
        try {
            return Files.createTempDirectory(scratch, "counts");
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", scratch, e.toString()), e);
        }
    }

    private static Speed speed(Board board, BenchPlan plan) {
        return plan.flash()
                .map(flash -> new Speed(board.speed().hertz(), flash))
                .orElse(board.speed());
    }

    private static Optional<SentenceCosts> sentences(Meter meter, List<Example> examples) {
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        SentenceSums sums = new SentenceSums();
        examples.forEach(example -> sums.add(meter, example));
        return Optional.of(sums.means());
    }

    private List<BenchRun> withLayers(
            BenchModel model, Board board, CompiledPackage written, List<BenchRun> runs, BenchPlan plan) {
        try (Meter meter = start(board, written, FirmwareOptions.plain().profiled(), plan)) {
            return runs.stream()
                    .map(run -> run.with(layers(
                            meter.steps(model.ids(run.tokens())),
                            new Workload(model.loops().apply(board.target()), run.tokens()))))
                    .toList();
        }
    }

    private static List<LayerCost> layers(List<Meter.MeteredStep> steps, Workload work) {
        Map<String, Meter.MeteredStep> sums = new LinkedHashMap<>();
        steps.forEach(step -> sums.merge(step.step().value(), step, Meter.MeteredStep::plus));
        return sums.values().stream().map(step -> layer(step, work)).toList();
    }

    /** The device tells how many rows it computed; products are counted for just those. */
    private static LayerCost layer(Meter.MeteredStep metered, Workload work) {
        StepCost told = metered.step();
        if (told.value().startsWith("(")) {
            return new LayerCost(told.value(), OUTSIDE, told.instructions(), metered.cycles(), 0, 0);
        }
        IntNode step = work.schedule().graph().node(told.value());
        if (told.rows() != work.rows(step)) {
            throw new IllegalStateException(step.name() + ": " + told.rows() + " rows instead of " + work.rows(step));
        }
        return new LayerCost(
                step.name(),
                operator(step),
                told.instructions(),
                metered.cycles(),
                work.multiplyAccumulates(step),
                work.elements(step));
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
