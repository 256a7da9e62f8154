package dev.thimble.pipeline;

import dev.thimble.backendc.Arenas;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.PruneProblem;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pipeline.NamedPass;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.PlanText;
import dev.thimble.core.prune.Pruning;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.target.TargetCore;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.device.board.Board;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.fit.BoardFit;
import dev.thimble.pipeline.fit.BoardFits;
import dev.thimble.pipeline.fit.CostMemory;
import dev.thimble.pipeline.fit.Fit;
import dev.thimble.pipeline.fit.Forecast;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.fit.Selection;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.precision.BitCosts;
import dev.thimble.pipeline.precision.MeasuredPasses;
import dev.thimble.pipeline.precision.PassEffect;
import dev.thimble.pipeline.precision.PrecisionChoices;
import dev.thimble.pipeline.precision.StepEffect;
import dev.thimble.pipeline.precision.StepEffects;
import dev.thimble.pipeline.precision.Trials;
import dev.thimble.verify.data.EvenSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
        List<Calibrated> calibrated = common.fitted() ? fitted(fit, begun) : calibrated(fit, begun);
        return plan(
                calibrated.stream().map(model -> model.job().settings()).toList(),
                fit,
                calibrated.stream().map(this::quantize).toList());
    }

    private List<Calibrated> calibrated(Fit fit, List<Job> jobs) {
        Forecast.check(
                fit,
                jobs.stream().map(Job::forecast).toList(),
                jobs.get(0).settings().options());
        return jobs.stream().map(this::calibrate).toList();
    }

    /** With as few bits as it takes, and no more than are asked for; what they cost is measured where it takes any. */
    private List<Calibrated> fitted(Fit fit, List<Job> jobs) {
        progress.stage("looking for what fits");
        QuantizerOptions options = jobs.get(0).settings().options();
        WeightBits asked = WeightBits.of(options);
        WeightBits least = WeightBits.LEAST.atMost(asked);
        Forecast.check(fit, jobs.stream().map(job -> job.forecast(least)).toList(), options);
        List<Forecast> forecasts = jobs.stream().map(Job::forecast).toList();
        List<Calibrated> models = jobs.stream().map(this::calibrate).toList();
        if (Forecast.fits(fit, forecasts)) {
            return models.stream().map(model -> model.with(asked)).toList();
        }
        progress.stage("measuring what fewer bits cost");
        List<BitCosts> costs = models.stream().map(Calibrated::costs).toList();
        List<WeightBits> bits = Forecast.weightBits(fit, forecasts, costs, asked)
                .orElseGet(() -> models.stream().map(model -> least).toList());
        return IntStream.range(0, models.size())
                .mapToObj(at -> models.get(at).with(bits.get(at)))
                .toList();
    }

    /**
     * A model with other and other bits, read and calibrated once. Nothing is refused for its size.
     *
     * @param settings with limits, for the most bits that fit; and with a calibration file
     * @param memory of costs that were measured before
     */
    public Variants variants(CompileSettings settings, CostMemory memory) {
        CompileSettings counting = settings.but().fitted(true).build();
        Job job = begin(counting);
        Calibrated model = calibrate(job);
        progress.stage("measuring what fewer bits cost");
        BitCosts costs = memory.costs(model::costs);
        Fit fit = fit(counting, List.of(job.source()), Arenas.SHARED);
        WeightBits asked = WeightBits.of(counting.options());
        List<Forecast> forecast = List.of(job.forecast());
        Optional<WeightBits> fitting = Forecast.fits(fit, forecast)
                ? Optional.of(asked)
                : Forecast.weightBits(fit, forecast, List.of(costs), asked).map(bits -> bits.get(0));
        Compiler quiet = new Compiler(installation, Progress.silent());
        return new Variants(
                fitting,
                Forecast.turns(job.forecast(), costs, asked),
                job.source().vocabulary(),
                bits -> quiet.compile(model.with(bits)));
    }

    /** Of any size. */
    private Compilation compile(Calibrated model) {
        return plan(model.job().settings().but().limits(Limits.none()).build(), quantize(model));
    }

    private Job begin(CompileSettings settings) {
        Source source = read(settings);
        return new Job(settings, source, Folded.of(settings, source, progress));
    }

    private Source read(CompileSettings settings) {
        Folded.check(settings);
        return Source.read(settings, progress);
    }

    /** What a stage makes of a model, as text; no later stage runs. */
    public String textAfter(Stage stage, CompileSettings settings) {
        return switch (stage) {
            case READ -> GraphText.print(read(settings).model().graph()).text();
            case FOLD -> GraphText.print(begin(settings).folded().graph()).text();
            case EQUALIZE -> GraphText.print(prepare(begin(settings)).graph()).text();
            case QUANTIZE -> IntGraphText.print(quantized(settings).integers()).text();
            case PLAN -> PlanText.print(plan(settings, quantized(settings)).plan());
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
            return GraphText.print(Folded.until(pass, settings, read(settings), progress))
                    .text();
        }

        @Override
        public String calibrated(NamedPass.OfCalibrated pass) {
            return textAfter(Stage.EQUALIZE, settings);
        }

        @Override
        public String integers(NamedPass.OfIntegers pass) {
            return IntGraphText.print(pass.run(quantized(settings).integers())).text();
        }
    }

    private Prepared prepare(Job job) {
        return prepare(job.settings(), job.source(), job.folded());
    }

    private Prepared prepare(CompileSettings settings, Source source, Folded folded) {
        Graph graph = folded.graph();
        if (!settings.pipeline().has(Pipeline.EQUALIZE_CHANNELS)) {
            return new Prepared(source, folded, graph, List.of(), List.of());
        }
        progress.stage("equalising channels");
        Calibration rough = calibrateRoughly(graph, source);
        StepEffect effect = StepEffects.ofEqualization(new Trials(graph, rough, source.inputs()), settings.options());
        MeasuredPasses passes = measured(settings, source, Pipeline.EQUALIZE_CHANNELS.run(graph, rough));
        return new Prepared(source, folded, passes.graph(), List.of(effect), passes.effects());
    }

    /** With weights of 8 bits, so that a model has the same passes in however many. */
    private MeasuredPasses measured(CompileSettings settings, Source source, Graph equalized) {
        MeasuredPasses passes = new MeasuredPasses(
                equalized,
                graph -> calibrateRoughly(graph, source),
                source.inputs(),
                settings.options().withEmbeddingBits(MeanBits.ALL).withNarrow(Set.of()));
        Stream.of(Pipeline.ACTIVATIONS_BY_CHANNEL, Pipeline.LEVEL_NORMS)
                .filter(settings.pipeline()::has)
                .forEach(passes::offer);
        return passes;
    }

    private Calibration calibrateRoughly(Graph graph, Source source) {
        return calibrate(graph, EvenSample.over(source.inputs(), EQUALIZING_SAMPLE), source.constants());
    }

    private Quantized quantized(CompileSettings settings) {
        return quantize(calibrate(begin(settings)));
    }

    private Calibrated calibrate(Job job) {
        Prepared prepared = prepare(job);
        Source source = prepared.source();
        progress.stage("calibrating on " + source.inputs().size() + " sequences");
        Calibration calibration = calibrate(prepared.graph(), source.inputs(), source.constants());
        return new Calibrated(job, prepared, new Trials(prepared.graph(), calibration, source.inputs()));
    }

    private Quantized quantize(Calibrated model) {
        progress.stage("quantising");
        return quantize(model.job().settings(), model.prepared(), model.trials());
    }

    private static Quantized quantize(CompileSettings settings, Prepared prepared, Trials trials) {
        PrecisionChoices choices = PrecisionChoices.of(
                trials, settings.options(), integers -> settings.trained(prepared.graph(), integers));
        QuantizerOptions options = choices.in(settings.options());
        List<StepEffect> effects = new ArrayList<>(prepared.effects());
        effects.addAll(StepEffects.of(trials, options));
        Quantized quantized = new Quantized(prepared, trials.model(options), choices, effects);
        return settings.training().map(quantized::begun).orElse(quantized);
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
        quantized
                .prepared()
                .folded()
                .pruning()
                .filter(pruning -> !pruning.isEnough())
                .map(Compiler::tooLittle)
                .ifPresent(warnings::add);
        return warnings;
    }

    private static Diagnostic tooLittle(Pruning pruning) {
        return pruning.weights() == 0
                ? PruneProblem.NOTHING_THERE.warningAt("--prune")
                : PruneProblem.TOO_LITTLE.warningAt(
                        "--prune", pruning.percent(), pruning.asked().percent());
    }

    private static Compilation compilation(Quantized quantized, Fit.Chosen chosen, List<Diagnostic> warnings) {
        Source source = quantized.prepared().source();
        return new Compilation(
                source.model(),
                source.vocabulary(),
                quantized.prepared().folded().removed(),
                quantized.prepared().folded().pruning(),
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
                .map(source -> selection(settings, source, settings.target()))
                .toList();
        return new Fit(models, settings.limits(), arenas);
    }

    /** How a model fits boards, whatever the one that the settings are for; nothing is refused for its size. */
    public List<BoardFit> fits(CompileSettings settings, List<Board> boards) {
        Quantized quantized = quantized(settings);
        Source source = quantized.prepared().source();
        progress.stage("planning memory for " + boards.size() + " boards");
        return new BoardFits(target -> selection(settings, source, target), quantized.integers()).of(boards);
    }

    private Selection selection(CompileSettings settings, Source source, TargetCore target) {
        return Selection.of(
                installation,
                source.model(),
                target,
                settings.goal(),
                settings.data(),
                tested(settings, source),
                settings.training());
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
