package dev.thimble.pipeline;

import dev.thimble.backendc.CPackage;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.optimize.Candidate;
import dev.thimble.core.pipeline.NamedPass;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.PlanText;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.ScheduleText;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.LoadedModel;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelSource;
import dev.thimble.pipeline.fit.Forecast;
import dev.thimble.pipeline.fit.Selection;
import dev.thimble.pipeline.precision.PrecisionChoices;
import dev.thimble.pipeline.precision.StepEffect;
import dev.thimble.pipeline.precision.StepEffects;
import dev.thimble.pipeline.precision.Trials;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.EvenSample;
import java.util.ArrayList;
import java.util.List;

/** The stages of a compilation, in order; each takes what the one before returned. */
public final class Compiler {
    /** Sequences that tell the channels' ranges; their ratios settle sooner than scales do. */
    private static final int EQUALIZING_SAMPLE = 128;

    private final Installation installation;
    private final Progress progress;

    /**
     * A compiler.
     *
     * @param installation for templates and runtime
     * @param progress told what is going on
     */
    public Compiler(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
    }

    /** A model as read, and what it is calibrated on. */
    private record Source(
            Model model, List<Diagnostic> warnings, List<List<Integer>> inputs, ConstantScales constants) {}

    /** A model's float graph, ready for calibration, and what making it ready was worth. */
    private record Prepared(Source source, Graph graph, List<StepEffect> effects) {}

    private record Quantized(
            Prepared prepared, IntGraph integers, PrecisionChoices choices, List<StepEffect> effects) {}

    /** Compiles a model; nothing is written. */
    public Compilation compile(CompileSettings settings) {
        Source source = read(settings);
        Graph folded = settings.pipeline().prepare(source.model().graph());
        Selection selection = selection(settings, source);
        new Forecast(selection, folded, source.inputs(), source.constants()).check(settings.quantizer());
        return plan(settings, selection, quantize(settings, prepare(settings, source, folded)));
    }

    /** What a stage makes of a model, as text; no later stage runs. */
    public String textAfter(Stage stage, CompileSettings settings) {
        Source source = read(settings);
        return switch (stage) {
            case READ -> GraphText.print(source.model().graph()).text();
            case FOLD ->
                GraphText.print(settings.pipeline().prepare(source.model().graph()))
                        .text();
            case EQUALIZE -> GraphText.print(prepare(settings, source).graph()).text();
            case QUANTIZE ->
                IntGraphText.print(quantize(settings, prepare(settings, source)).integers())
                        .text();
            case PLAN ->
                PlanText.print(
                        plan(settings, selection(settings, source), quantize(settings, prepare(settings, source)))
                                .plan());
        };
    }

    /** What is there after a pass, as text; no later pass runs. */
    public String textAfter(NamedPass pass, CompileSettings settings) {
        return pass.accept(new TextAfter(settings));
    }

    /** What each kind of pass leaves. */
    private final class TextAfter implements NamedPass.Cases<String> {
        private final CompileSettings settings;

        TextAfter(CompileSettings settings) {
            this.settings = settings;
        }

        @Override
        public String floats(NamedPass.OfFloats pass) {
            Graph graph = read(settings).model().graph();
            return GraphText.print(settings.pipeline().prepareUntil(pass, graph))
                    .text();
        }

        @Override
        public String calibrated(NamedPass.OfCalibrated pass) {
            return textAfter(Stage.EQUALIZE, settings);
        }

        @Override
        public String integers(NamedPass.OfIntegers pass) {
            return IntGraphText.print(pass.run(quantized().integers())).text();
        }

        @Override
        public String schedules(NamedPass.OfSchedules pass) {
            Quantized quantized = quantized();
            Selection selection = selection(settings, quantized.prepared().source());
            return ScheduleText.print(plan(settings, selection, quantized).loops());
        }

        private Quantized quantized() {
            return quantize(settings, prepare(settings, read(settings)));
        }
    }

    private Source read(CompileSettings settings) {
        progress.stage("reading " + settings.model());
        LoadedModel loaded = ModelSource.at(settings.model()).load(settings.load());
        Model model = settings.name().map(loaded.model()::named).orElse(loaded.model());
        return new Source(model, loaded.warnings(), calibrationInputs(settings, model), new ConstantScales());
    }

    private Prepared prepare(CompileSettings settings, Source source) {
        return prepare(
                settings, source, settings.pipeline().prepare(source.model().graph()));
    }

    private Prepared prepare(CompileSettings settings, Source source, Graph folded) {
        if (!settings.pipeline().has(Pipeline.EQUALIZE_CHANNELS)) {
            return new Prepared(source, folded, List.of());
        }
        progress.stage("equalising channels");
        Calibration rough = calibrate(folded, EvenSample.over(source.inputs(), EQUALIZING_SAMPLE), source.constants());
        StepEffect effect =
                StepEffects.ofEqualization(new Trials(folded, rough, source.inputs()), settings.quantizer());
        return new Prepared(source, Pipeline.EQUALIZE_CHANNELS.run(folded, rough), List.of(effect));
    }

    private Quantized quantize(CompileSettings settings, Prepared prepared) {
        Source source = prepared.source();
        progress.stage("calibrating on " + source.inputs().size() + " sequences");
        Calibration calibration = calibrate(prepared.graph(), source.inputs(), source.constants());
        progress.stage("quantising");
        Trials trials = new Trials(prepared.graph(), calibration, source.inputs());
        PrecisionChoices choices = PrecisionChoices.of(trials, settings.quantizer());
        QuantizerOptions options = choices.in(settings.quantizer());
        List<StepEffect> effects = new ArrayList<>(prepared.effects());
        effects.addAll(StepEffects.of(trials, options));
        return new Quantized(prepared, trials.model(options), choices, effects);
    }

    private Compilation plan(CompileSettings settings, Selection selection, Quantized quantized) {
        Source source = quantized.prepared().source();
        Graph graph = quantized.prepared().graph();
        IntGraph integers = quantized.integers();
        List<Diagnostic> warnings = new ArrayList<>(source.warnings());
        if (settings.calibration().isEmpty()) {
            warnings.add(Uncalibrated.warning(installation, source.model(), graph, integers));
        }
        progress.stage("planning memory");
        List<Candidate> candidates = selection.candidates(integers);
        Candidate chosen = selection.choose(candidates);
        Schedule loops = selection.loops(chosen);
        CPackage code = selection.code(chosen, loops);
        selection.check(integers, code);
        return new Compilation(
                source.model(),
                graph,
                source.inputs(),
                integers,
                quantized.choices(),
                quantized.effects(),
                candidates,
                chosen,
                loops,
                code,
                warnings);
    }

    private Selection selection(CompileSettings settings, Source source) {
        return Selection.of(
                installation,
                source.model(),
                settings.kernels(),
                settings.limits(),
                settings.goal(),
                settings.constants());
    }

    private static List<List<Integer>> calibrationInputs(CompileSettings settings, Model model) {
        if (settings.calibration().isEmpty()) {
            return CalibrationInputs.random(model);
        }
        return CalibrationInputs.of(
                DataFile.read(settings.calibration().get()), new Tokenizer(model.tokenizer()), model.graph());
    }

    private Calibration calibrate(Graph graph, List<List<Integer>> inputs, ConstantScales constants) {
        OrderedExecutor executor = new OrderedExecutor(graph);
        List<int[]> arrays = inputs.stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return Calibration.of(graph, executor, progress.over("calibrating", arrays), constants);
    }
}
