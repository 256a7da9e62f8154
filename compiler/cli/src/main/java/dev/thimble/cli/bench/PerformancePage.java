package dev.thimble.cli.bench;

import dev.thimble.verify.data.Example;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The page of docs that holds cycles and instructions: docs/performance.md. */
public final class PerformancePage {
    private static final String HEAD = """
            # Performance

            Estimated cycles of cores whose manuals have timing tables ([decision 0037](decisions/0037-cycles-by-the-manuals.md)): code and
            data in memory without wait states, no figure of a chip. Beside them the executed instructions of all cores, in QEMU 7.2
            ([decision 0007](decisions/0007-counting-instructions.md)); GCC 12.2 `-O2`. Written by `./thimble bench --cycles --table`; a test
            measures again and fails when a figure here is more than 2 % away from what it finds, better or worse. To write the page
            anew: `./thimble test --full -Dthimble.goldens=rewrite -Dthimble.full=true`.

            `intents` is the shipped example (two layers of width 128, at most 64 tokens); its sentences are every fifth
            of `examples/intents/calibration.tsv`, each at its own length. BERT-tiny (hidden 128, 2 layers, 2 heads,
            feed-forward 512, 128 positions) and EmbBERT (hidden 128, 4 layers, embedding 16, 32 taps, 256 positions)
            have the shapes of the papers and seeded weights. A figure is a whole inference without the tokenizer, compiled without a goal; "for speed"
            is compiled with `--optimize speed`, on cores for which that makes a difference.
            """;

    /** Operators below this share of an inference are left out: a single instruction would move their figures. */
    private static final double NOTABLE = 0.001;

    private static final int EVERY = 5;

    /** What the columns of figures are called. */
    private static final Pattern CORE = Pattern.compile("(Cortex-|RV\\d).*");

    /** What is told of inferences, and of kernels. */
    private enum Unit {
        CYCLES("cycles"),
        INSTRUCTIONS("instructions");

        private final String word;

        Unit(String word) {
            this.word = word;
        }
    }

    /** Row by title; in it figures by core. */
    private static final class Table {
        private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        private final List<String> cores = new ArrayList<>();

        void put(String row, String core, String figure) {
            if (!cores.contains(core)) {
                cores.add(core);
            }
            rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(core, figure);
        }

        void markdown(StringBuilder text, String heads) {
            text.append("| ")
                    .append(heads)
                    .append(" | ")
                    .append(String.join(" | ", cores))
                    .append(" |\n");
            text.append("|---".repeat(heads.split("\\|", -1).length + cores.size()))
                    .append("|\n");
            rows.forEach((row, figures) -> {
                text.append("| ").append(row);
                cores.forEach(core -> text.append(" | ").append(figures.getOrDefault(core, "")));
                text.append(" |\n");
            });
        }
    }

    private final Map<Unit, Table> whole = tables();
    private final Map<Unit, Table> kernels = tables();

    private static Map<Unit, Table> tables() {
        Map<Unit, Table> tables = new EnumMap<>(Unit.class);
        List.of(Unit.values()).forEach(unit -> tables.put(unit, new Table()));
        return tables;
    }

    /** Puts measured results on the page. */
    public PerformancePage(List<BenchResult> results) {
        results.forEach(this::add);
    }

    /** The length at which the page measures a model: 128 tokens, or the longest that it takes. */
    public static int length(BenchModel model) {
        return Math.min(SeededModels.TOKENS, model.integers().maxTokens());
    }

    /** The sentences of a file that the page takes its means over. */
    public static List<Example> sentences(List<Example> file) {
        return IntStream.range(0, file.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(file::get)
                .toList();
    }

    private void add(BenchResult result) {
        for (BenchRun run : result.runs()) {
            String row = result.model() + " | " + run.tokens();
            run.cycles().ifPresent(cycles -> putWhole(Unit.CYCLES, row, result, (double) cycles.cycles()));
            putWhole(Unit.INSTRUCTIONS, row, result, (double) run.instructions());
            notable(run).forEach(kernel -> add(result, kernel));
        }
        result.sentences().ifPresent(means -> add(result, means));
    }

    private void add(BenchResult result, KernelCost kernel) {
        String row = result.model() + " | " + kernel.op() + " | " + kernel.unit();
        kernel.cyclesEach().ifPresent(each -> putKernel(Unit.CYCLES, row, result, each));
        putKernel(Unit.INSTRUCTIONS, row, result, kernel.each());
    }

    private void add(BenchResult result, SentenceCosts means) {
        String length = String.format(Locale.ROOT, "%.1f, mean of %d sentences", means.tokens(), means.count());
        add(result, result.model() + " | " + length, means.inference());
        add(result, result.model() + ", tokenizer alone | " + length, means.tokenizer());
    }

    private void add(BenchResult result, String row, SentenceCosts.Mean mean) {
        mean.cycles().ifPresent(cycles -> putWhole(Unit.CYCLES, row, result, cycles));
        putWhole(Unit.INSTRUCTIONS, row, result, mean.instructions());
    }

    private void putWhole(Unit unit, String row, BenchResult result, double count) {
        whole.get(unit).put(row, result.cpu(), String.format(Locale.ROOT, "%.3f", count / 1e6));
    }

    private void putKernel(Unit unit, String row, BenchResult result, double each) {
        kernels.get(unit).put(row, result.cpu(), String.format(Locale.ROOT, "%.3f", each));
    }

    private static List<KernelCost> notable(BenchRun run) {
        return KernelCost.of(run).stream()
                .filter(kernel -> kernel.instructions() >= run.instructions() * NOTABLE)
                .toList();
    }

    /** The page. */
    public String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("\n## Whole inferences\n");
        whole.forEach((unit, table) -> {
            text.append('\n');
            table.markdown(text, "million " + unit.word + " | tokens");
        });
        text.append(
                "\n## Kernels\n\nAll steps of an operator together, at the length of the first table; the loops around the"
                        + " steps included, operators below a thousandth of the whole left out.\n");
        kernels.forEach((unit, table) -> {
            text.append('\n');
            table.markdown(text, unit.word + " | operator | for each");
        });
        return text.toString();
    }

    /**
     * The figures of a page by what they count, the row and the core they stand for.
     *
     * @param markdown a page that this class wrote, or another with such tables
     */
    public static Map<String, Double> figures(String markdown) {
        Map<String, Double> figures = new LinkedHashMap<>();
        List<String> heads = List.of();
        List<String> lines = markdown.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("| ")) {
                continue;
            }
            List<String> cells = cells(lines.get(i));
            if (i + 1 < lines.size() && lines.get(i + 1).startsWith("|---")) {
                heads = cells;
            } else {
                addFigures(figures, heads, cells);
            }
        }
        return figures;
    }

    private static List<String> cells(String row) {
        return List.of(row.substring(2, row.length() - 2).split(" \\| ", -1));
    }

    private static void addFigures(Map<String, Double> figures, List<String> heads, List<String> cells) {
        int labels = (int)
                heads.stream().filter(head -> !CORE.matcher(head).matches()).count();
        String row = String.join(" | ", cells.subList(0, labels));
        for (int i = labels; i < heads.size(); i++) {
            if (!cells.get(i).isBlank()) {
                figures.put(heads.get(0) + ": " + row + " | " + heads.get(i), Double.valueOf(cells.get(i)));
            }
        }
    }
}
