package dev.thimble.cli.pipeline;

import dev.thimble.backendc.CPackage;
import dev.thimble.cli.shell.Progress;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.equalize.EqualizeChannels;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Model;
import dev.thimble.core.optimize.Candidate;
import dev.thimble.core.pass.Passes;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.tokenizer.Tokenizer;
import dev.thimble.frontend.LoadedModel;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.reference.Nd4jExecutor;
import dev.thimble.verify.data.DataFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stages of a compilation, in order; each takes what the one before returned. */
public final class Compiler {
    /** Sequences that tell the channels' ranges; their ratios settle sooner than scales do. */
    private static final int EQUALIZING_SAMPLE = 128;

    private final Path root;
    private final Progress progress;

    /**
     * A compiler.
     *
     * @param root the checkout, for templates and runtime
     * @param progress told what is going on
     */
    public Compiler(Path root, Progress progress) {
        this.root = root;
        this.progress = progress;
    }

    /** Compiles a model; nothing is written. */
    public Compilation compile(CompileSettings settings) {
        progress.stage("reading " + settings.model());
        LoadedModel loaded = ModelFolder.load(settings.model(), settings.maxTokens());
        Model model = settings.name().map(loaded.model()::named).orElse(loaded.model());
        List<Diagnostic> warnings = new ArrayList<>(loaded.warnings());
        List<List<Integer>> inputs = calibrationInputs(settings, model);
        StepEffects effects = new StepEffects(inputs);
        Graph prepared = prepare(settings, model.graph(), inputs, effects);
        progress.stage("calibrating on " + inputs.size() + " sequences");
        Calibration calibration = calibrate(prepared, inputs);
        progress.stage("quantising");
        PrecisionChoices choices = effects.choose(prepared, calibration, settings.quantizer());
        QuantizerOptions options = choices.in(settings.quantizer());
        IntGraph integers = Quantizer.quantize(prepared, calibration, options);
        effects.measure(prepared, integers, calibration, options);
        if (settings.calibration().isEmpty()) {
            warnings.add(Uncalibrated.warning(root, model, prepared, integers));
        }
        progress.stage("planning memory");
        Selection selection = new Selection(root, model, settings);
        List<Candidate> candidates = selection.candidates(integers);
        Candidate chosen = selection.choose(candidates);
        CPackage code = selection.code(chosen);
        selection.check(integers, code);
        return new Compilation(
                model, prepared, inputs, integers, choices, effects.effects(), candidates, chosen, code, warnings);
    }

    private Graph prepare(CompileSettings settings, Graph graph, List<List<Integer>> inputs, StepEffects effects) {
        Graph folded = Passes.prepare(graph);
        if (!settings.equalize()) {
            return folded;
        }
        progress.stage("equalising channels");
        Calibration rough = calibrate(folded, Spread.over(inputs, EQUALIZING_SAMPLE));
        effects.measureUnequalized(folded, rough, settings.quantizer());
        return EqualizeChannels.run(folded, rough);
    }

    private static List<List<Integer>> calibrationInputs(CompileSettings settings, Model model) {
        if (settings.calibration().isEmpty()) {
            return CalibrationInputs.random(model);
        }
        return CalibrationInputs.of(
                DataFile.read(settings.calibration().get()), new Tokenizer(model.tokenizer()), model.graph());
    }

    private Calibration calibrate(Graph graph, List<List<Integer>> inputs) {
        Nd4jExecutor executor = new Nd4jExecutor(graph);
        List<int[]> arrays = inputs.stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return Calibration.of(graph, executor, progress.over("calibrating", arrays));
    }
}
