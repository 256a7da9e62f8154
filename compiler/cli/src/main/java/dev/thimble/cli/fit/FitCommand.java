package dev.thimble.cli.fit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.cli.command.PruneFlag;
import dev.thimble.cli.command.QuantizationFlags;
import dev.thimble.cli.command.VocabularyFlag;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.folder.Version;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.data.Examples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fit}: a model in more and in fewer bits, with what each needs and loses. */
@Command(name = "fit", mixinStandardHelpOptions = true, sortOptions = false)
public final class FitCommand implements Callable<Integer> {
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

    @Option(
            names = "--vocabulary",
            paramLabel = "N|seen|search",
            converter = EntriesConverter.class,
            description = "entries of the vocabulary that stay, as for compile; or search: all of them, those that the"
                    + " calibration file uses, and the most used half, quarter and eighth of these")
    private Entries entries = new Entries(false, Optional.empty());

    @Mixin
    private QuantizationFlags flags;

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

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "keep what is measured in this file, and go on from there when it is there")
    private Optional<Path> resume = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "write a page with a picture, too")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    /**
     * Which entries of the vocabulary are tried.
     *
     * @param searched several choices of them
     * @param wish the one choice, otherwise
     */
    record Entries(boolean searched, Optional<VocabularyWish> wish) {}

    /** Reads what {@code compile} takes, or the word for several choices. */
    static final class EntriesConverter implements ITypeConverter<Entries> {
        @Override
        public Entries convert(String word) {
            return word.equals("search")
                    ? new Entries(true, Optional.empty())
                    : new Entries(false, Optional.of(VocabularyFlag.parsed(word)));
        }
    }

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        Boards boards = Boards.load(installation);
        Board chosen = boards.named(board);
        Limits limits = Limits.of(Budget.parse(budget), chosen, boards.boards());
        try (Scratch scratch = Scratch.create()) {
            Path sentences = scratch.readable(calibration);
            Progress progress = new TerminalProgress();
            CompileSettings settings = settings(sentences, limits, chosen);
            Optional<Path> compared = data.map(scratch::readable);
            List<Example> examples = compared.map(DataFile::read)
                    .orElseGet(() -> Examples.in(sentences).sample(ANSWERED));
            SearchLog log = SearchLog.open(resume, resume.isEmpty() ? "" : digest(settings, sentences, compared));
            Search search = new Search(new Compiler(installation, progress), settings, examples, log, progress);
            Table table = new Table(
                    entries.searched ? search.vocabularies() : List.of(search.one()),
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
                .pipeline(flags.pipeline())
                .quantizer(flags.quantizer(true))
                .vocabulary(entries.wish)
                .prune(prune.share())
                .target(chosen.target())
                .build();
    }

    /** Of all that the figures depend on: the budget decides only what of it fits. */
    private String digest(CompileSettings settings, Path sentences, Optional<Path> compared) {
        SearchDigest digest =
                new SearchDigest().word(Version.NUMBER).word(board).word(String.valueOf(maxTokens));
        digest.word(settings.quantizer().toString()).word(settings.prune().toString());
        settings.pipeline().passes().forEach(pass -> digest.word(pass.name()));
        digest.content(model).content(sentences);
        compared.ifPresent(digest::content);
        return digest.hex();
    }

    private static ObjectNode document(Table table) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("budget", table.budget()).put("min_agreement", table.leastAgreement());
        ArrayNode vocabularies = node.putArray("vocabularies");
        table.varieties().stream()
                .flatMap(variety -> variety.costs().stream())
                .forEach(costs -> costs.put(vocabularies.addObject()));
        ArrayNode choices = node.putArray("choices");
        table.choices().forEach(choice -> put(choices.addObject(), choice, table.fits(choice)));
        table.taken().ifPresent(taken -> put(node.putObject("taken"), taken, true));
        table.best().ifPresent(best -> put(node.putObject("best"), best, true));
        return node;
    }

    private static void put(ObjectNode node, Choice choice, boolean fits) {
        if (!choice.vocabulary().isEmpty()) {
            node.put("vocabulary", choice.vocabulary());
        }
        node.put("embedding_bits", choice.bits().tokens().hundredths() / 100.0)
                .put("matrix_bits", choice.bits().matrices().hundredths() / 100.0)
                .put("flash", choice.flash())
                .put("ram", choice.ram())
                .put("total_at_most", choice.atMost())
                .put("fits", fits)
                .put("logits_sqnr_db", choice.decibels())
                .put("agreement", choice.agreement());
        if (choice.result().labelled() > 0) {
            node.put("accuracy", choice.result().accuracy())
                    .put("float_accuracy", choice.result().floatAccuracy());
        }
    }
}
