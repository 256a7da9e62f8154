package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.output.OutputKind;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.cli.make.PackageOrder;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.diag.VocabularyProblem;
import dev.thimble.core.pipeline.NamedPass;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Stage;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble compile}: model folder in, C package out. */
@Command(name = "compile", mixinStandardHelpOptions = true, sortOptions = false)
public final class CompileCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "a Hugging Face folder: config.json, model.safetensors or pytorch_model.bin, tokenizer.json;"
                    + " several share kernels")
    private List<Path> models = List.of();

    @Option(names = "--board", paramLabel = "B", defaultValue = "mps2-an386", description = "see thimble boards")
    private String board;

    @ArgGroup(multiplicity = "1")
    private Result result;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "the name of the C functions; the folder's by default; once for each of several models")
    private List<String> names = List.of();

    @Option(names = "--max-tokens", paramLabel = "N", description = "the longest sequence; the model's by default")
    private Optional<Integer> maxTokens = Optional.empty();

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "real sentences that the scales are taken from; once for all models, or once for each")
    private List<Path> calibrations = List.of();

    @Option(
            names = "--arenas",
            paramLabel = "USE",
            defaultValue = "shared",
            description = "shared: several models work in one arena, one after the other; each: each in its own")
    private String arenas;

    @Option(names = "--budget", paramLabel = "SIZE", defaultValue = "2MiB", description = "flash and RAM in all")
    private String budget;

    @Option(
            names = "--fit",
            description = "give token embeddings as few bits as it takes to fit the board and the budget, most to rows"
                    + " that occur often in the calibration file")
    private boolean fit;

    @Mixin
    private VocabularyFlag vocabulary;

    @Option(
            names = "--vocabulary-texts",
            paramLabel = "FILE",
            description = "other sentences, with labels or without: the report says what the smaller vocabulary does to"
                    + " them, too; as often as you like")
    private List<Path> vocabularyTexts = List.of();

    @Mixin
    private PruneFlag prune;

    @Option(
            names = "--optimize",
            paramLabel = "GOAL",
            description = "ram, speed or balanced; by default the fastest that"
                    + " fits the board and the budget and pays little RAM for it")
    private Optional<String> optimize = Optional.empty();

    @Mixin
    private DataFlags data;

    @Mixin
    private TrainingFlags training;

    @ArgGroup(exclusive = true)
    private Form form = new Form();

    /** In which form the C is handed over. */
    private static final class Form {
        @Option(
                names = "--single-file",
                description =
                        "one source and one header, for projects that copy files; all but the interface is static")
        private boolean singleFile;

        @Option(
                names = "--updatable",
                description = "with what takes signed updates of the model's image into flash (docs/updates.md)")
        private boolean updatable;

        OutputKind kind(boolean trainable) {
            if (singleFile && trainable) {
                throw new ThimbleException(TrainProblem.SINGLE_FILE.at("--single-file"));
            }
            if (updatable || trainable) {
                return OutputKinds.UPDATABLE;
            }
            return singleFile ? OutputKinds.SINGLE_FILE : OutputKinds.standard();
        }
    }

    @Mixin
    private ReadingFlag reading;

    @Mixin
    private QuantizationFlags flags;

    /** What is wanted of the compiler. */
    private static final class Result {
        @Option(names = "-o", paramLabel = "OUT", required = true, description = "the package's folder")
        private Optional<Path> out = Optional.empty();

        @Option(
                names = "--stop-after",
                paramLabel = "STAGE",
                required = true,
                description = "instead of a package, print what came of read, fold, equalize, quantize or plan, or of a"
                        + " pass")
        private Optional<String> stage = Optional.empty();
    }

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        Boards boards = Boards.load(installation);
        Board chosen = boards.named(board);
        List<CompileSettings> settings = new ModelSettings(models, names, calibrations)
                .settings(result.out.isPresent(), (model, calibration) -> settings(model, calibration, chosen, boards));
        Compiler compiler = new Compiler(installation, new TerminalProgress());
        result.stage.ifPresent(word -> System.out.print(textAfter(word, compiler, onlyOne(settings))));
        result.out.ifPresent(out -> {
            new PackageOrder(settings, arenas(), board, form.kind(training.areGiven()))
                    .write(installation, out, new TerminalProgress());
            System.out.println(Summary.of(OutFolder.open(out)));
        });
        return 0;
    }

    private static CompileSettings onlyOne(List<CompileSettings> settings) {
        if (settings.size() > 1) {
            throw new ThimbleException(InputProblem.ONE_MODEL.at("", "--stop-after", settings.size()));
        }
        return settings.get(0);
    }

    private CompileSettings settings(
            ModelSettings.Named model, Optional<Path> calibration, Board chosen, Boards boards) {
        return CompileSettings.of(model.folder())
                .name(model.name())
                .maxTokens(maxTokens)
                .calibration(calibration)
                .limits(Limits.of(Budget.parse(budget), chosen, boards.boards()))
                .goal(optimize.map(CompileCommand::goal))
                .target(chosen.target())
                .pipeline(flags.pipeline())
                .quantizer(flags.quantizer(fit))
                .data(data.form(form.updatable || training.areGiven()))
                .training(training.training())
                .reading(reading.reading())
                .vocabulary(vocabulary())
                .prune(prune.share())
                .fitted(fit)
                .build();
    }

    private Optional<VocabularyWish> vocabulary() {
        Optional<VocabularyWish> wish = vocabulary.wish().map(asked -> asked.reportedOn(vocabularyTexts));
        if (wish.isEmpty() && !vocabularyTexts.isEmpty()) {
            throw new ThimbleException(VocabularyProblem.NOTHING_GOES.at("--vocabulary-texts"));
        }
        return wish;
    }

    private Arenas arenas() {
        return Arenas.named(arenas)
                .orElseThrow(() -> new ThimbleException(InputProblem.ARENAS_UNKNOWN.at("--arenas", arenas)));
    }

    private static Goal goal(String word) {
        return Goal.named(word)
                .orElseThrow(() -> new ThimbleException(MemoryProblem.GOAL_UNKNOWN.at("--optimize", word)));
    }

    private static String textAfter(String word, Compiler compiler, CompileSettings settings) {
        return Stage.named(word)
                .map(stage -> compiler.textAfter(stage, settings))
                .or(() -> settings.pipeline().named(word).map(pass -> compiler.textAfter(pass, settings)))
                .orElseThrow(() -> unknown(word, settings.pipeline()));
    }

    private static ThimbleException unknown(String word, Pipeline pipeline) {
        String passes = pipeline.passes().stream().map(NamedPass::name).collect(Collectors.joining(", "));
        Diagnostic unknown = InputProblem.STAGE_UNKNOWN.at("--stop-after", word);
        return new ThimbleException(unknown.withHint(unknown.hint() + ": " + passes));
    }
}
