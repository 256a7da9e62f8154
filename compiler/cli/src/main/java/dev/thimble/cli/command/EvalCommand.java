package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.cli.run.Evaluation;
import dev.thimble.cli.run.FloatTarget;
import dev.thimble.cli.run.ReferenceTarget;
import dev.thimble.cli.run.RenumberedTarget;
import dev.thimble.cli.run.Target;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.run.TargetWord;
import dev.thimble.cli.run.Targets;
import dev.thimble.cli.run.VocabularyText;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.VerifyProblem;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.quant.LayerErrors;
import dev.thimble.core.quant.LayerErrors.LayerError;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.ExampleIds;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.vocabulary.RenumberedExample;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.pipeline.vocabulary.VocabularyCost;
import dev.thimble.reference.Nd4jExecutor;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.EvenSample;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.data.Examples;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble eval}: accuracy, and agreement with the float model. */
@Command(name = "eval", mixinStandardHelpOptions = true, sortOptions = false)
public final class EvalCommand implements Callable<Integer> {
    private static final double ENOUGH_AGREEMENT = 0.95;
    private static final int SAMPLE = 64;
    private static final int NAMED = 3;

    @Parameters(paramLabel = "MODEL-or-OUT", description = "a model folder, or a compiled and built package")
    private Path subject;

    @Option(names = "--data", paramLabel = "FILE", required = true, description = "labelled sentences: .tsv or .jsonl")
    private Path data;

    @Option(
            names = "--target",
            paramLabel = "T",
            defaultValue = "reference",
            converter = TargetWord.class,
            description = "host, emulator (or qemu), reference or float; the first two need a built package")
    private TargetKind target;

    @Option(names = "--calibration", paramLabel = "FILE", description = "for a model folder; the data by default")
    private Optional<Path> calibration = Optional.empty();

    @Mixin
    private ReadingFlag reading;

    @Mixin
    private QuantizationFlags flags;

    @Mixin
    private VocabularyFlag vocabulary;

    @Mixin
    private PruneFlag prune;

    @Mixin
    private ModelFlag model;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        try (Scratch scratch = Scratch.create()) {
            return evaluate(scratch.readable(data));
        }
    }

    private int evaluate(Path file) {
        List<Example> examples = DataFile.read(file);
        Subject opened = open(file);
        Progress progress = new TerminalProgress();
        Evaluation evaluation = new Evaluation(opened.labels, progress);
        try (Target real = new FloatTarget(opened.trained, opened.trainedTokenizer);
                Target tested = RenumberedTarget.of(opened.kept, target, start(opened))) {
            Evaluation.Result result = evaluation.run(examples, real, tested);
            List<LayerError> layers = layers(opened, examples);
            warn(result, layers);
            Optional<VocabularyText> vocabulary = vocabulary(opened, examples);
            System.out.println(
                    json ? document(result, layers, vocabulary).toString() : text(result, layers, vocabulary));
            return (result.unanswered() == 0 ? ExitStatus.DONE : ExitStatus.FAILED).code();
        }
    }

    /**
     * The prepared graph is the one that was quantised: its channels are those of the integer graph. Of its vocabulary entries
     * may have gone that the model was trained with.
     */
    private record Subject(
            List<String> labels,
            Graph trained,
            Tokenizer trainedTokenizer,
            Graph prepared,
            IntGraph integers,
            Tokenizer tokenizer,
            Optional<KeptEntries> kept,
            Optional<OutModel> out) {}

    private Subject open(Path file) {
        return OutFolder.isPackage(subject) ? subject(model.of(OutFolder.open(subject))) : subject(compiled(file));
    }

    private static Subject subject(OutModel out) {
        return new Subject(
                out.labels(),
                out.trainedReal(),
                out.trainedTokenizer(),
                out.real(),
                out.integers(),
                out.tokenizer(),
                out.kept(),
                Optional.of(out));
    }

    private Compilation compiled(Path file) {
        CompileSettings settings = CompileSettings.of(subject)
                .calibration(Optional.of(calibration.orElse(file)))
                .pipeline(flags.pipeline())
                .quantizer(flags.quantizer(false))
                .reading(reading.reading())
                .vocabulary(vocabulary.wish())
                .prune(prune.share())
                .build();
        return new Compiler(Home.installation(), new TerminalProgress()).compile(settings);
    }

    private static Subject subject(Compilation compilation) {
        Model trained = compilation.trained();
        return new Subject(
                trained.labels(),
                trained.graph(),
                new Tokenizer(trained.tokenizer()),
                compilation.prepared(),
                compilation.integers(),
                new Tokenizer(compilation.model().tokenizer()),
                compilation.vocabulary().map(SmallerVocabulary::kept),
                Optional.empty());
    }

    private Target start(Subject opened) {
        return opened.out
                .map(out -> new Targets(Home.installation(), out).start(target))
                .orElseGet(() -> target == TargetKind.FLOAT
                        ? new FloatTarget(opened.trained, opened.trainedTokenizer)
                        : new ReferenceTarget(opened.integers, opened.prepared, opened.tokenizer));
    }

    private static Optional<VocabularyText> vocabulary(Subject opened, List<Example> examples) {
        return opened.kept.map(kept -> new VocabularyText(
                kept,
                VocabularyCost.of("data", Examples.of(examples), opened.trainedTokenizer, opened.tokenizer, kept)));
    }

    private static List<LayerError> layers(Subject opened, List<Example> examples) {
        List<int[]> inputs = EvenSample.over(examples, SAMPLE).stream()
                .map(example -> opened.kept
                        .map(kept -> RenumberedExample.of(example, kept))
                        .orElse(example))
                .map(example -> ExampleIds.of(example, opened.tokenizer, opened.prepared))
                .map(encoding ->
                        encoding.ids().stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return LayerErrors.measure(opened.integers, new Nd4jExecutor(opened.prepared), inputs);
    }

    private void warn(Evaluation.Result result, List<LayerError> layers) {
        if (result.agreement() < ENOUGH_AGREEMENT) {
            String worst = layers.stream()
                    .sorted(Comparator.comparingDouble(LayerError::decibels))
                    .limit(NAMED)
                    .map(layer -> String.format(
                            Locale.ROOT, "%s %.1f dB", layer.node().name(), layer.decibels()))
                    .collect(Collectors.joining(", "));
            System.err.println(VerifyProblem.LOW_AGREEMENT
                    .warningAt(subject.toString(), 100 * result.agreement(), worst)
                    .line());
        }
    }

    private ObjectNode document(
            Evaluation.Result result, List<LayerError> layers, Optional<VocabularyText> vocabulary) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("target", target.toString())
                .put("rows", result.rows())
                .put("unanswered", result.unanswered())
                .put("labelled", result.labelled())
                .put("float_accuracy", result.floatAccuracy())
                .put("accuracy", result.accuracy())
                .put("agreement", result.agreement());
        vocabulary.ifPresent(costs -> costs.put(node.putObject("vocabulary")));
        var list = node.putArray("layers");
        layers.forEach(layer -> list.addObject()
                .put("name", layer.node().name())
                .put("sqnr_db", Double.isFinite(layer.decibels()) ? layer.decibels() : 999));
        return node;
    }

    private String text(Evaluation.Result result, List<LayerError> layers, Optional<VocabularyText> vocabulary) {
        StringBuilder text = new StringBuilder();
        layers.forEach(layer -> text.append(String.format(
                Locale.ROOT, "%7.2f dB  %s%n", layer.decibels(), layer.node().name())));
        vocabulary.ifPresent(costs -> text.append(costs.line()).append(System.lineSeparator()));
        text.append(String.format(
                Locale.ROOT,
                "%d rows on %s: accuracy %.2f %% (float %.2f %%), label agreement with float %.2f %%",
                result.rows(),
                target,
                100 * result.accuracy(),
                100 * result.floatAccuracy(),
                100 * result.agreement()));
        return text.toString();
    }
}
