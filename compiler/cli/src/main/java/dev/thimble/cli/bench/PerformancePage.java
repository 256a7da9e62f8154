package dev.thimble.cli.bench;

import dev.thimble.verify.data.Example;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The page of docs that holds measured instructions: docs/performance.md. */
public final class PerformancePage {
    private static final String HEAD = """
            # Performance

            Executed instructions in QEMU 7.2, GCC 12.2 `-O2`, counted as [decision 0007](decisions/0007-counting-instructions.md)
            describes: instructions, not cycles. Written by `./thimble bench --table`; a test measures again and fails
            when a figure here is more than 2 % away from what it finds, better or worse. To write the page anew:
            `./thimble test -Dthimble.goldens=rewrite -Dthimble.full=true`.

            `intents` is the shipped example (two layers of width 128, at most 64 tokens); its sentences are every fifth
            of `examples/intents/calibration.tsv`, each at its own length. BERT-tiny (hidden 128, 2 layers, 2 heads,
            feed-forward 512, 128 positions) and EmbBERT (hidden 128, 4 layers, embedding 16, 32 taps, 256 positions)
            have the shapes of the papers and seeded weights. A figure is a whole inference without the tokenizer, compiled without a goal; "for speed"
            is compiled with `--optimize speed`, on cores for which that makes a difference.
            """;

    /** Operators below this share of an inference are left out: a single instruction would move their figures. */
    private static final double NOTABLE = 0.001;

    private static final int EVERY = 5;

    /** Row by title; in it figures by core. */
    private final Map<String, Map<String, String>> whole = new LinkedHashMap<>();

    private final Map<String, Map<String, String>> kernels = new LinkedHashMap<>();
    private final List<String> cores = new ArrayList<>();

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
        if (!cores.contains(result.cpu())) {
            cores.add(result.cpu());
        }
        for (BenchRun run : result.runs()) {
            put(whole, result.model() + " | " + run.tokens(), result.cpu(), millions((double) run.instructions()));
            for (KernelCost kernel : notable(run)) {
                String row = result.model() + " | " + kernel.op() + " | " + kernel.unit();
                put(kernels, row, result.cpu(), String.format(Locale.ROOT, "%.3f", kernel.each()));
            }
        }
        result.sentences().ifPresent(means -> {
            String length = String.format(Locale.ROOT, "%.1f, mean of %d sentences", means.tokens(), means.count());
            put(whole, result.model() + " | " + length, result.cpu(), millions(means.instructions()));
            put(whole, result.model() + ", tokenizer alone | " + length, result.cpu(), millions(means.tokenizer()));
        });
    }

    private static List<KernelCost> notable(BenchRun run) {
        return KernelCost.of(run).stream()
                .filter(kernel -> kernel.instructions() >= run.instructions() * NOTABLE)
                .toList();
    }

    private static String millions(double instructions) {
        return String.format(Locale.ROOT, "%.3f", instructions / 1e6);
    }

    private static void put(Map<String, Map<String, String>> table, String row, String core, String figure) {
        table.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(core, figure);
    }

    /** The page. */
    public String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("\n## Whole inferences, in millions of instructions\n\n");
        table(text, "model | tokens", whole);
        text.append("\n## Kernels, in instructions for each multiply-accumulate or element\n\n");
        text.append("All steps of an operator together, at the length of the first table; the loops around the steps"
                + " included, operators below a thousandth of the whole left out.\n\n");
        table(text, "model | operator | for each", kernels);
        return text.toString();
    }

    private void table(StringBuilder text, String heads, Map<String, Map<String, String>> rows) {
        text.append("| ")
                .append(heads)
                .append(" | ")
                .append(String.join(" | ", cores))
                .append(" |\n");
        int columns = heads.split("\\|", -1).length + cores.size();
        text.append("|---".repeat(columns)).append("|\n");
        rows.forEach((row, figures) -> {
            text.append("| ").append(row);
            cores.forEach(core -> text.append(" | ").append(figures.getOrDefault(core, "")));
            text.append(" |\n");
        });
    }

    /**
     * The figures of a page by the row and the core they stand for.
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
        int labels =
                (int) heads.stream().filter(head -> !head.startsWith("Cortex")).count();
        String row = String.join(" | ", cells.subList(0, labels));
        for (int i = labels; i < heads.size(); i++) {
            if (!cells.get(i).isBlank()) {
                figures.put(row + " | " + heads.get(i), Double.valueOf(cells.get(i)));
            }
        }
    }
}
