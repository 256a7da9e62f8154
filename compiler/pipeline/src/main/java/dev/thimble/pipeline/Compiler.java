package dev.thimble.pipeline;

import dev.thimble.backendc.Arenas;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pipeline.NamedPass;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.PlanText;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.fit.Fit;
import dev.thimble.pipeline.fit.Forecast;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.fit.Selection;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.precision.MeasuredPasses;
import dev.thimble.pipeline.precision.PassEffect;
import dev.thimble.pipeline.precision.PrecisionChoices;
import dev.thimble.pipeline.precision.StepEffect;
import dev.thimble.pipeline.precision.StepEffects;
import dev.thimble.pipeline.precision.Trials;
import dev.thimble.verify.data.EvenSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The stages of a compilation, in order; each takes what the one before returned. */
public final class Compiler {
    /** Sequences that tell the channels' ranges; their ratios settle sooner than scales do. */
    private static final int EQUALIZING_SAMPLE = 128;

    /** Sequences that an image tests itself with. */
    private static final int SELF_TESTS = 4;

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

    /** A model's float graph, ready for calibration, and what making it ready was worth. */
    private record Prepared(Source source, Graph graph, List<StepEffect> effects, List<PassEffect> passes) {}

    private record Quantized(Prepared prepared, IntGraph integers, PrecisionChoices choices, List<StepEffect> effects) {
        /** What devices that train begin with. */
        Quantized begun(Training training) {
            Graph graph = prepared.graph();
            Prepared begun =
                    new Prepared(prepared.source(), training.begun(graph), prepared.effects(), prepared.passes());
            return new Quantized(begun, training.begun(graph, integers), choices, effects);
        }
    }

    /** A model on its way, and what is asked of its compilation. */
    private record Job(CompileSettings settings, Source source, Graph folded) {
        Forecast forecast() {
            return new Forecast(folded, source.inputs(), source.constants(), WeightBits.of(settings.options()));
        }
    }

    /** Compiles a model; nothing is written. */
    public Compilation compile(CompileSettings settings) {
        return compile(List.of(settings), Arenas.SHARED).get(0);
    }

    /**
     * Compiles models for one firmware; nothing is written.
     *
     * @param settings of each model; limits, kernels and goal are the same for all
     * @param arenas where they work
     */
    public List<Compilation> compile(List<CompileSettings> settings, Arenas arenas) {
        List<Job> begun = settings.stream().map(this::begin).toList();
        CompileSettings common = settings.get(0);
        Fit fit = fit(common, begun.stream().map(Job::source).toList(), arenas);
        List<Job> jobs = common.fitted() ? fitted(fit, begun) : begun;
        Forecast.check(fit, jobs.stream().map(Job::forecast).toList(), common.options());
        return plan(
                jobs.stream().map(Job::settings).toList(),
                fit,
                jobs.stream()
                        .map(job -> quantize(job.settings, prepare(job.settings, job.source, job.folded)))
                        .toList());
    }

    /** With as few bits as it takes, and no more than are asked for. */
    private List<Job> fitted(Fit fit, List<Job> jobs) {
        progress.stage("looking for what fits");
        WeightBits bits = Forecast.weightBits(
                fit,
                jobs.stream().map(Job::forecast).toList(),
                WeightBits.of(jobs.get(0).settings.options()));
        return jobs.stream()
                .map(job -> new Job(job.settings.weightBits(bits), job.source, job.folded))
                .toList();
    }

    /**
     * A model with other and other bits, read and calibrated once. Nothing is refused for its size.
     *
     * @param settings with limits, for the most bits that fit; and with a calibration file
     */
    public Variants variants(CompileSettings settings) {
        CompileSettings counting = settings.but().fitted(true).build();
        Job job = begin(counting);
        Fit fit = fit(counting, List.of(job.source), Arenas.SHARED);
        WeightBits fitting = Forecast.weightBits(fit, List.of(job.forecast()), WeightBits.ALL);
        Prepared prepared = prepare(counting, job.source, job.folded);
        Trials trials = trials(prepared);
        Compiler quiet = new Compiler(installation, Progress.silent());
        return new Variants(fitting, job.source.vocabulary(), bits -> {
            CompileSettings with =
                    counting.weightBits(bits).but().limits(Limits.none()).build();
            return quiet.plan(with, quantize(with, prepared, trials));
        });
    }

    private Job begin(CompileSettings settings) {
        Source source = Source.read(settings, progress);
        return new Job(
                settings, source, settings.pipeline().prepare(source.model().graph()));
    }

    /** What a stage makes of a model, as text; no later stage runs. */
    public String textAfter(Stage stage, CompileSettings settings) {
        Source source = Source.read(settings, progress);
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
                PlanText.print(plan(settings, quantize(settings, prepare(settings, source)))
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
            Graph graph = Source.read(settings, progress).model().graph();
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

        private Quantized quantized() {
            return quantize(settings, prepare(settings, Source.read(settings, progress)));
        }
    }

    private Prepared prepare(CompileSettings settings, Source source) {
        return prepare(
                settings, source, settings.pipeline().prepare(source.model().graph()));
    }

    private Prepared prepare(CompileSettings settings, Source source, Graph folded) {
        if (!settings.pipeline().has(Pipeline.EQUALIZE_CHANNELS)) {
            return new Prepared(source, folded, List.of(), List.of());
        }
        progress.stage("equalising channels");
        Calibration rough = calibrateRoughly(folded, source);
        StepEffect effect = StepEffects.ofEqualization(new Trials(folded, rough, source.inputs()), settings.options());
        MeasuredPasses passes = measured(settings, source, Pipeline.EQUALIZE_CHANNELS.run(folded, rough));
        return new Prepared(source, passes.graph(), List.of(effect), passes.effects());
    }

    private MeasuredPasses measured(CompileSettings settings, Source source, Graph equalized) {
        MeasuredPasses passes = new MeasuredPasses(
                equalized, graph -> calibrateRoughly(graph, source), source.inputs(), settings.options());
        Stream.of(Pipeline.ACTIVATIONS_BY_CHANNEL, Pipeline.LEVEL_NORMS)
                .filter(settings.pipeline()::has)
                .forEach(passes::offer);
        return passes;
    }

    private Calibration calibrateRoughly(Graph graph, Source source) {
        return calibrate(graph, EvenSample.over(source.inputs(), EQUALIZING_SAMPLE), source.constants());
    }

    private Quantized quantize(CompileSettings settings, Prepared prepared) {
        Trials trials = trials(prepared);
        progress.stage("quantising");
        return quantize(settings, prepared, trials);
    }

    private Trials trials(Prepared prepared) {
        Source source = prepared.source();
        progress.stage("calibrating on " + source.inputs().size() + " sequences");
        Calibration calibration = calibrate(prepared.graph(), source.inputs(), source.constants());
        return new Trials(prepared.graph(), calibration, source.inputs());
    }

    private static Quantized quantize(CompileSettings settings, Prepared prepared, Trials trials) {
        PrecisionChoices choices = PrecisionChoices.of(
                trials, settings.options(), integers -> trained(settings, prepared.graph(), integers));
        QuantizerOptions options = choices.in(settings.options());
        List<StepEffect> effects = new ArrayList<>(prepared.effects());
        effects.addAll(StepEffects.of(trials, options));
        Quantized quantized = new Quantized(prepared, trials.model(options), choices, effects);
        return settings.training().map(quantized::begun).orElse(quantized);
    }

    /** The products whose matrices devices train. */
    private static Set<String> trained(CompileSettings settings, Graph graph, IntGraph integers) {
        return settings.training()
                .map(training -> training.form(graph, integers).values())
                .orElse(Set.of());
    }

    private Compilation plan(CompileSettings settings, Quantized quantized) {
        Fit fit = fit(settings, List.of(quantized.prepared().source()), Arenas.SHARED);
        return plan(List.of(settings), fit, List.of(quantized)).get(0);
    }

    private List<Compilation> plan(List<CompileSettings> settings, Fit fit, List<Quantized> quantized) {
        List<List<Diagnostic>> warnings = new ArrayList<>();
        for (int at = 0; at < quantized.size(); at++) {
            warnings.add(warnings(settings.get(at), quantized.get(at)));
        }
        progress.stage("planning memory");
        List<Fit.Chosen> chosen =
                fit.choose(quantized.stream().map(Quantized::integers).toList());
        List<Compilation> compilations = new ArrayList<>();
        for (int at = 0; at < quantized.size(); at++) {
            compilations.add(compilation(quantized.get(at), chosen.get(at), warnings.get(at)));
        }
        return compilations;
    }

    private List<Diagnostic> warnings(CompileSettings settings, Quantized quantized) {
        Source source = quantized.prepared().source();
        List<Diagnostic> warnings = new ArrayList<>(source.warnings());
        if (settings.calibration().isEmpty()) {
            Graph graph = quantized.prepared().graph();
            warnings.add(Uncalibrated.warning(installation, source.model(), graph, quantized.integers()));
        }
        return warnings;
    }

    private static Compilation compilation(Quantized quantized, Fit.Chosen chosen, List<Diagnostic> warnings) {
        Source source = quantized.prepared().source();
        return new Compilation(
                source.model(),
                source.vocabulary(),
                quantized.prepared().graph(),
                source.inputs(),
                quantized.integers(),
                quantized.choices(),
                quantized.effects(),
                passes(quantized),
                chosen.candidates(),
                chosen.candidate(),
                chosen.code(),
                warnings);
    }

    /** What was kept where it made the logits better, and what was not. */
    private static List<PassEffect> passes(Quantized quantized) {
        return Stream.concat(quantized.prepared().passes().stream(), quantized.choices().fine().stream())
                .toList();
    }

    private Fit fit(CompileSettings settings, List<Source> sources, Arenas arenas) {
        List<Selection> models = sources.stream()
                .map(source -> Selection.of(
                        installation,
                        source.model(),
                        settings.target(),
                        settings.goal(),
                        settings.data(),
                        tested(settings, source),
                        settings.training()))
                .toList();
        return new Fit(models, settings.limits(), arenas);
    }

    private static List<List<Integer>> tested(CompileSettings settings, Source source) {
        return settings.data().selfTest() ? EvenSample.over(source.inputs(), SELF_TESTS) : List.of();
    }

    private Calibration calibrate(Graph graph, List<List<Integer>> inputs, ConstantScales constants) {
        OrderedExecutor executor = new OrderedExecutor(graph);
        List<int[]> arrays = inputs.stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return Calibration.of(graph, executor, progress.over("calibrating", arrays), constants);
    }
}
