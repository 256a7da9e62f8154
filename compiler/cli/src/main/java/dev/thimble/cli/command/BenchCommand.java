package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.cli.bench.Bench;
import dev.thimble.cli.bench.BenchModel;
import dev.thimble.cli.bench.BenchPlan;
import dev.thimble.cli.bench.BenchResult;
import dev.thimble.cli.bench.BenchText;
import dev.thimble.cli.bench.PerformancePage;
import dev.thimble.cli.bench.SeededModels;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.cycles.CoreTiming;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.vocabulary.RenumberedExample;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble bench}: instructions and estimated cycles per layer and in all, per board, in QEMU. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "OUT|MODEL",
            arity = "0..1",
            description = "a compiled package or a model folder; the models of docs/performance.md by default")
    private Optional<Path> subject = Optional.empty();

    @Option(
            names = "--board",
            paramLabel = "B",
            description = "may be given several times; a package's own board, else one for each core, by default")
    private List<String> boards = List.of();

    @Option(
            names = "--tokens",
            paramLabel = "N,...",
            split = ",",
            description = "lengths of sequences, no more than a model takes; the longest, on the page 128, by default")
    private List<Integer> tokens = List.of();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "sentences to take the mean of, each at its own length")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private ReadingFlag reading;

    @Mixin
    private ModelFlag model;

    @Option(
            names = "--cycles",
            description = "estimates cycles, too, by the timing tables of the manuals of Cortex-M0+, M3 and M4")
    private boolean cycles;

    @Option(
            names = "--flash",
            paramLabel = "WAIT,BYTES",
            description = "with --cycles: wait states of the flash, and the bytes of a line, instead of the board's")
    private Optional<String> flash = Optional.empty();

    @Option(names = "--table", description = "print docs/performance.md")
    private boolean table;

    @Option(names = "--json", description = "one JSON object a line, for each model and board")
    private boolean json;

    private static final Pattern FLASH = Pattern.compile("(\\d{1,2}),(4|8|16|32|64|128|256|512|1024)");

    /** A model with what to measure of it and where. */
    private record Task(BenchModel model, BenchPlan plan, List<Board> boards) {}

    @Override
    public Integer call() {
        if (flash.isPresent() && !cycles) {
            throw new ThimbleException(
                    InputProblem.USAGE.at("--cycles", "it is missing: only cycles wait for a flash"));
        }
        boards.forEach(Boards.load(Home.installation())::named);
        Progress progress = new TerminalProgress();
        List<BenchResult> results = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            Bench bench = new Bench(Home.installation(), scratch.folder());
            for (Task task : subject.map(path -> List.of(given(path, progress))).orElseGet(() -> known(scratch))) {
                for (Board board : task.boards) {
                    progress.stage("measuring " + task.model.title() + " on " + board.name() + untimed(board));
                    BenchResult result = bench.measure(task.model, board, task.plan);
                    results.add(result);
                    print(result);
                }
            }
        }
        if (table) {
            System.out.print(new PerformancePage(results).markdown());
        }
        return 0;
    }

    /** What is said of a core whose cycles are asked for in vain. */
    private String untimed(Board board) {
        return cycles && CoreTiming.of(board.cpu()).isEmpty()
                ? ": instructions only, for the manual of " + board.cpu() + " has no timing table"
                : "";
    }

    private void print(BenchResult result) {
        if (json) {
            System.out.println(BenchText.json(result));
        } else if (!table) {
            System.out.println(BenchText.text(result));
        }
    }

    private Task given(Path path, Progress progress) {
        if (OutFolder.isPackage(path)) {
            OutModel out = model.of(OutFolder.open(path));
            return task(
                    BenchModel.of(out, Boards.load(Home.installation())),
                    tokens,
                    sentences(out),
                    List.of(out.out().board()));
        }
        return task(compiled(path, Optional.empty(), data, progress), tokens, sentences(), List.of());
    }

    /** The models of the performance page; a length beyond what a model takes is cut to it. */
    private List<Task> known(Scratch scratch) {
        Path example = Home.installation().example();
        Path examples = example.resolve("calibration.tsv");
        BenchModel intents = compiled(
                example.resolve("model"), Optional.of("intents"), Optional.of(examples), new TerminalProgress());
        BenchModel bertTiny = SeededModels.bertTiny(scratch.folder());
        BenchModel embBert = SeededModels.embBert(scratch.folder());
        return List.of(
                task(
                        intents,
                        cut(intents),
                        data.map(DataFile::read).orElseGet(() -> PerformancePage.sentences(DataFile.read(examples))),
                        List.of()),
                known(bertTiny),
                known(embBert),
                forSpeed(bertTiny),
                forSpeed(embBert));
    }

    private Task known(BenchModel model) {
        return task(model, cut(model), List.of(), List.of());
    }

    private Task forSpeed(BenchModel model) {
        Task task = known(model.forSpeed());
        List<Board> faster = task.boards().stream()
                .filter(board -> board.kernels().hasFasterBlocks())
                .toList();
        return new Task(task.model(), task.plan(), faster);
    }

    /** The lengths asked for; what is beyond a model of the page becomes the longest that it takes, and is said so. */
    private List<Integer> cut(BenchModel model) {
        int longest = model.integers().maxTokens();
        tokens.stream()
                .filter(length -> length > longest)
                .forEach(length -> new TerminalProgress()
                        .stage(model.title() + " takes no more than " + longest + " tokens: measured instead of "
                                + length));
        return tokens.isEmpty()
                ? List.of(PerformancePage.length(model))
                : tokens.stream()
                        .map(length -> Math.min(length, longest))
                        .distinct()
                        .toList();
    }

    private List<Example> sentences() {
        return data.map(DataFile::read).orElse(List.of());
    }

    /** With the token ids of the package. */
    private List<Example> sentences(OutModel out) {
        return out.kept().map(kept -> RenumberedExample.all(sentences(), kept)).orElseGet(this::sentences);
    }

    private Task task(BenchModel model, List<Integer> lengths, List<Example> sentences, List<String> usual) {
        int longest = model.integers().maxTokens();
        for (int length : lengths) {
            if (length < 1 || length > longest) {
                throw new ThimbleException(InputProblem.LENGTH_INVALID.at("--tokens", length, longest));
            }
        }
        List<Integer> measured = lengths.isEmpty() ? List.of(longest) : lengths;
        return new Task(
                model,
                new BenchPlan(measured, sentences, true, cycles, flash.map(BenchCommand::timing)),
                chosen(boards.isEmpty() ? usual : boards));
    }

    private static FlashTiming timing(String words) {
        Matcher matcher = FLASH.matcher(words);
        if (!matcher.matches()) {
            throw new ThimbleException(InputProblem.USAGE.at(
                    "--flash", "it is two numbers: wait states, 0 to 99, and bytes of a line, 4, 8, 16 .. 1024"));
        }
        return new FlashTiming(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The page has every core, those too whose tools nobody needs otherwise. */
    private List<Board> chosen(List<String> names) {
        Boards all = Boards.load(Home.installation());
        return names.isEmpty()
                ? all.upTo(table ? 2 : 1).cores()
                : names.stream().map(all::named).toList();
    }

    private BenchModel compiled(Path folder, Optional<String> name, Optional<Path> calibration, Progress progress) {
        CompileSettings settings = CompileSettings.of(folder)
                .name(name)
                .calibration(calibration)
                .reading(reading.reading())
                .build();
        return BenchModel.of(new Compiler(Home.installation(), progress).compile(settings));
    }
}
