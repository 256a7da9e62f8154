package dev.thimble.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The page in docs that says what fewer bits save and cost: measured through the command line, written as a table a model,
 * and read again.
 */
final class CompressionPage {
    static final String HEAD = """
            # Compression, measured

            What fewer bits, fewer entries of the vocabulary, and fewer channels and heads save and cost. Each row is what these
            commands print, with the options of its first column:

                ./thimble compile MODEL --calibration TRAIN -o OUT --max-tokens LONGEST --budget 4MiB [OPTIONS]
                ./thimble eval OUT --data TEST
                ./thimble bench OUT --tokens LONGEST --board mps2-an386

            Bytes are flash: rows of token embeddings, matrices, all that is constant (with tables and tokenizer, without code). The
            arena is the same for all rows of a model that keep its channels. Decibels are signal to quantisation noise of the
            logits over 64 test sentences; what `--prune` changes before, is in decision
            [0046](decisions/0046-pruning-on-request.md). Agreement is the share of all test sentences that get the float model's
            label (the model as it was trained, with its whole vocabulary, all channels and heads), million instructions are those
            of the longest input on a Cortex-M4.

            The example is measured by every test run; `./thimble test -Dthimble.full=true` measures the others, too, where their
            folders stand beside the checkout. To write the page anew: `-Dthimble.goldens=rewrite` beside it.

            ![Agreement by bytes of flash](images/compression.svg)
            """;

    private static final String COLUMNS = """
            | options | token embeddings | matrices | constants | logits, dB | agreement | accuracy | million instructions |
            |---|---|---|---|---|---|---|---|
            """;
    private static final Pattern ROW =
            Pattern.compile("\\| (.+) \\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d.]+) "
                    + "\\| ([\\d.]+) % \\| ([\\d.]+) % \\| ([\\d.]+) \\|");

    private CompressionPage() {}

    /**
     * A model, and what it is measured with.
     *
     * @param title of its section
     * @param longest input, in tokens
     * @param settings options of {@code compile}
     */
    record Subject(String title, Path model, Path calibration, Path data, int longest, List<List<String>> settings) {}

    /** A section as it stands on the page. */
    record Section(String title, List<Row> rows) {
        String text() {
            StringBuilder text = new StringBuilder("\n## " + title + "\n\n" + COLUMNS);
            rows.forEach(row -> text.append(row.line()));
            return text.toString();
        }
    }

    /** What one setting gives. */
    record Row(
            String options,
            long embeddings,
            long matrices,
            long constants,
            double decibels,
            double agreement,
            double accuracy,
            double instructions) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %.1f | %.2f %% | %.2f %% | %.3f |\n",
                    options,
                    embeddings,
                    matrices,
                    constants,
                    decibels,
                    agreement,
                    accuracy,
                    instructions);
        }

        private static Row read(Matcher row) {
            return new Row(
                    row.group(1),
                    number(row.group(2)),
                    number(row.group(3)),
                    number(row.group(4)),
                    Double.parseDouble(row.group(5)),
                    Double.parseDouble(row.group(6)),
                    Double.parseDouble(row.group(7)),
                    Double.parseDouble(row.group(8)));
        }

        private static long number(String text) {
            return Long.parseLong(text.replace(",", ""));
        }
    }

    /** Compiles, evaluates and counts with every setting. */
    static Section measure(Subject subject, Path folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (List<String> options : subject.settings()) {
            Path out = folder.resolve(subject.model().getFileName() + "-" + rows.size());
            rows.add(measure(subject, options, out));
        }
        return new Section(subject.title(), rows);
    }

    private static Row measure(Subject subject, List<String> options, Path out) throws IOException {
        Object[] words = Stream.concat(
                        Stream.of("compile", subject.model(), "--calibration", subject.calibration(), "-o", out),
                        Stream.concat(
                                Stream.of("--max-tokens", subject.longest(), "--budget", "4MiB"), options.stream()))
                .toArray();
        Call.succeeding(words);
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        JsonNode flash = report.path("memory").path("flash");
        JsonNode result =
                Call.succeeding("eval", out, "--data", subject.data(), "--json").document();
        JsonNode layers = result.path("layers");
        JsonNode bench = Call.succeeding("bench", out, "--tokens", subject.longest(), "--board", "mps2-an386", "--json")
                .objects()
                .get(0);
        return new Row(
                options.isEmpty() ? "none" : "`" + String.join(" ", options) + "`",
                bytes(report, "embedding_token_.*"),
                bytes(report, "(?!embedding_token_).*_weight"),
                Stream.of("weights", "tables", "tokenizer")
                        .mapToLong(part -> flash.path(part).asLong())
                        .sum(),
                layers.get(layers.size() - 1).path("sqnr_db").asDouble(),
                100 * result.path("agreement").asDouble(),
                100 * result.path("accuracy").asDouble(),
                bench.path("runs").get(0).path("instructions").asLong() / 1e6);
    }

    private static long bytes(JsonNode report, String names) {
        return StreamSupport.stream(report.path("constants").spliterator(), false)
                .filter(constant -> constant.path("name").asText().matches(names))
                .mapToLong(constant -> constant.path("bytes").asLong())
                .sum();
    }

    /** The sections of a page. */
    static List<Section> read(String page) {
        List<Section> sections = new ArrayList<>();
        for (String part : page.split("\n## ", -1)) {
            List<Row> rows = part.lines()
                    .map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(Row::read)
                    .toList();
            if (!rows.isEmpty()) {
                sections.add(new Section(part.lines().findFirst().orElseThrow(), rows));
            }
        }
        return sections;
    }
}
