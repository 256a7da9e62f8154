package dev.thimble.cli.fit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.cli.command.PruneFlag;
import dev.thimble.cli.command.VocabularyFlag;
import dev.thimble.cli.run.Evaluation;
import dev.thimble.cli.run.FloatTarget;
import dev.thimble.cli.run.ReferenceTarget;
import dev.thimble.cli.run.RenumberedTarget;
import dev.thimble.cli.run.Target;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.run.VocabularyText;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.Variants;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.pipeline.vocabulary.VocabularyCost;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.data.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fit}: a model in more and in fewer bits, with what each needs and loses. */
@Command(name = "fit", mixinStandardHelpOptions = true, sortOptions = false)
public final class FitCommand implements Callable<Integer> {
    /** Bits that are looked at besides those that fit: of token embeddings, and of matrices. */
    private static final List<WeightBits> LADDER = List.of(
            bits(800, 800),
            bits(600, 800),
            bits(400, 800),
            bits(350, 800),
            bits(300, 800),
            bits(300, 600),
            bits(275, 600),
            bits(250, 600),
            bits(250, 400),
            bits(225, 400),
            bits(200, 400));

    private static WeightBits bits(int tokens, int matrices) {
        return new WeightBits(new MeanBits(tokens), new MeanBits(matrices));
    }

    /** Sentences of the calibration file that are answered where there is no other data. */
    private static final int ANSWERED = 512;

    @Parameters(paramLabel = "MODEL", description = "a model's folder")
    private Path model;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            required = true,
            description = "real sentences: scales come from them, and which tokens occur how often")
    private Path calibration;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "sentences to compare answers on, with labels or without; those of the calibration by default")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private VocabularyFlag vocabulary;

    @Mixin
    private PruneFlag prune;

    @Option(names = "--board", paramLabel = "B", defaultValue = "mps2-an386", description = "see thimble boards")
    private String board;

    @Option(names = "--budget", paramLabel = "SIZE", defaultValue = "2MiB", description = "flash and RAM in all")
    private String budget;

    @Option(names = "--max-tokens", paramLabel = "N", description = "the longest sequence; the model's by default")
    private Optional<Integer> maxTokens = Optional.empty();

    @Option(
            names = "--min-agreement",
            paramLabel = "PERCENT",
            defaultValue = "99",
            description = "labels that must be the float model's for a choice to be good")
    private double leastAgreement;

    @Option(names = "--report", paramLabel = "FILE", description = "write a page with a picture, too")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        Boards boards = Boards.load(installation);
        Board chosen = boards.named(board);
        Limits limits = Limits.of(Budget.parse(budget), chosen, boards.boards());
        try (Scratch scratch = Scratch.create()) {
            Path sentences = scratch.readable(calibration);
            Progress progress = new TerminalProgress();
            Variants variants = new Compiler(installation, progress).variants(settings(sentences, limits, chosen));
            List<Example> examples = data.map(file -> DataFile.read(scratch.readable(file)))
                    .orElseGet(() -> Examples.in(sentences).sample(ANSWERED));
            Table table = new Table(
                    choices(variants, examples, progress),
                    variants.fitting(),
                    variants.vocabulary().map(smaller -> vocabulary(smaller, examples)),
                    limits.budget(),
                    leastAgreement / 100);
            report.ifPresent(file ->
                    FitPage.write(installation, table, model.getFileName().toString(), file));
            System.out.println(json ? document(table).toString() : table.text());
            return (table.best().isPresent() ? ExitStatus.DONE : ExitStatus.FAILED).code();
        }
    }

    private CompileSettings settings(Path sentences, Limits limits, Board chosen) {
        return CompileSettings.of(model)
                .maxTokens(maxTokens)
                .calibration(Optional.of(sentences))
                .limits(limits)
                .vocabulary(vocabulary.wish())
                .prune(prune.share())
                .target(chosen.target())
                .build();
    }

    private static List<Choice> choices(Variants variants, List<Example> examples, Progress progress) {
        List<WeightBits> bits = Stream.concat(LADDER.stream(), Stream.of(variants.fitting()))
                .distinct()
                .sorted(Comparator.comparingInt(WeightBits::hundredths).reversed())
                .toList();
        List<Target> real = new ArrayList<>();
        List<Choice> choices = new ArrayList<>();
        for (WeightBits each : progress.over("trying bits", bits)) {
            Compilation compilation = variants.compile().apply(each);
            if (real.isEmpty()) {
                real.add(new Remembered(trained(compilation.trained())));
            }
            choices.add(Choice.of(each, compilation, compared(compilation, examples, real.get(0))));
        }
        return choices;
    }

    private static Target trained(Model model) {
        return new FloatTarget(model.graph(), new Tokenizer(model.tokenizer()), new OrderedExecutor(model.graph()));
    }

    private static Evaluation.Result compared(Compilation compilation, List<Example> examples, Target real) {
        Model model = compilation.model();
        Target reference = new ReferenceTarget(compilation.integers(), model.graph(), new Tokenizer(model.tokenizer()));
        Target tested = RenumberedTarget.of(
                compilation.vocabulary().map(SmallerVocabulary::kept), TargetKind.REFERENCE, reference);
        return new Evaluation(model.labels(), Progress.silent()).run(examples, real, tested);
    }

    private static VocabularyText vocabulary(SmallerVocabulary smaller, List<Example> examples) {
        return new VocabularyText(
                smaller.kept(),
                VocabularyCost.of(
                        "data",
                        Examples.of(examples),
                        new Tokenizer(smaller.whole().tokenizer()),
                        new Tokenizer(smaller.model().tokenizer()),
                        smaller.kept()));
    }

    private static ObjectNode document(Table table) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("budget", table.budget()).put("min_agreement", table.leastAgreement());
        table.vocabulary().ifPresent(costs -> costs.put(node.putObject("vocabulary")));
        ArrayNode choices = node.putArray("choices");
        for (Choice choice : table.choices()) {
            ObjectNode each = choices.addObject()
                    .put("embedding_bits", choice.bits().tokens().hundredths() / 100.0)
                    .put("matrix_bits", choice.bits().matrices().hundredths() / 100.0)
                    .put("flash", choice.flash())
                    .put("ram", choice.ram())
                    .put("total_at_most", choice.atMost())
                    .put("fits", table.fits(choice))
                    .put("logits_sqnr_db", choice.decibels())
                    .put("agreement", choice.result().agreement());
            if (choice.result().labelled() > 0) {
                each.put("accuracy", choice.result().accuracy())
                        .put("float_accuracy", choice.result().floatAccuracy());
            }
        }
        put(node, "taken", table.taken().bits());
        table.best().ifPresent(best -> put(node, "best", best.bits()));
        return node;
    }

    private static void put(ObjectNode node, String key, WeightBits bits) {
        node.put(key, bits.tokens().hundredths() / 100.0)
                .put(key + "_matrix_bits", bits.matrices().hundredths() / 100.0);
    }
}
