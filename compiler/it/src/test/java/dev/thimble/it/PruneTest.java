package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.testing.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of whose channels and heads some go because they were asked to. */
class PruneTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    /** The shipped example without half of the weights of its feed-forward parts and heads, built. */
    private static Path half;

    /** What the compiler said of it. */
    private static String summary;

    @TempDir
    Path folder;

    @BeforeAll
    static void compileAndBuild() {
        half = shared.resolve("half");
        summary = Call.succeeding(words(half, "--prune", 50)).output();
        Call.succeeding("build", half);
    }

    private static Object[] words(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "compile", Checkout.MODEL, "--calibration", Checkout.SENTENCES, "--name", Shipped.NAME, "-o", out));
        Collections.addAll(words, more);
        return words.toArray();
    }

    private static JsonNode report(Path out) throws IOException {
        return JSON.readTree(out.resolve("report.json").toFile());
    }

    private static long weights(Path out) throws IOException {
        return report(out).at("/memory/flash/weights").asLong();
    }

    private static long sum(JsonNode nodes) {
        long sum = 0;
        for (JsonNode node : nodes) {
            sum += node.get("saved_bytes").asLong();
        }
        return sum;
    }

    @Test
    void theReportSaysWhatWentAndWhatThatCosts() throws IOException {
        JsonNode pruning = report(half).get("pruning");
        assertThat(pruning.get("asked_percent").asInt()).isEqualTo(50);
        assertThat(pruning.get("percent").asDouble()).isBetween(50.0, 60.0);
        assertThat(pruning.get("saved_bytes").asLong()).isEqualTo(sum(pruning.get("each")));
        assertThat(pruning.get("logits_snr_db").asDouble())
                .isGreaterThan(10 + pruning.get("logits_snr_db_uncompensated").asDouble());
        for (JsonNode part : pruning.get("each")) {
            boolean narrower = part.get("after").asInt() < part.get("before").asInt();
            assertThat(part.has("logits_snr_db_alone")).isEqualTo(narrower);
            assertThat(part.get("saved_bytes").asLong() > 0).isEqualTo(narrower);
        }
        assertThat(weights(half))
                .isLessThanOrEqualTo(
                        weights(Shipped.COMPILED) - pruning.get("saved_bytes").asLong());
    }

    @Test
    void peopleReadItToo() throws IOException {
        JsonNode pruning = report(half).get("pruning");
        assertThat(summary)
                .containsPattern("\npruned +5\\d\\.\\d % of feed-forward parts and heads, [\\d,]+ bytes less");
        assertThat(half.resolve("report.html"))
                .content()
                .contains(
                        "<h2>Channels and heads</h2>",
                        "50 % were to go",
                        pruning.get("each").get(0).get("name").asText())
                .doesNotContain("No result depends");
        assertThat(Shipped.COMPILED.resolve("report.html")).content().doesNotContain("Channels and heads");
    }

    @Test
    void theCIsTheReferenceAndBothAreComparedWithTheModelAsTrained() {
        JsonNode verified =
                Call.succeeding("verify", half, "--target", "all", "--json").document();
        assertThat(verified.toString()).doesNotContain("\"bit_exact\":false");
        JsonNode pruned = Call.succeeding("eval", half, "--data", Checkout.SENTENCES, "--target", "host", "--json")
                .document();
        JsonNode whole = Call.succeeding("eval", Shipped.BUILT, "--data", Checkout.SENTENCES, "--json")
                .document();
        assertThat(pruned.get("float_accuracy")).isEqualTo(whole.get("float_accuracy"));
        assertThat(pruned.get("agreement").asDouble()).isBetween(0.95, 1.0);
    }

    @Test
    void theModelAsTrainedIsInThePackage() throws IOException {
        String up = "layer.0.feed_forward.up = linear(";
        String whole = Files.readString(half.resolve("verify/whole/float.txt"));
        assertThat(half.resolve("verify/whole/tokenizer")).isDirectory();
        assertThat(line(whole, up)).isNotEqualTo(line(Files.readString(half.resolve("verify/float.txt")), up));
        assertThat(Shipped.COMPILED.resolve("verify/whole")).doesNotExist();
    }

    private static String line(String graph, String start) {
        String line =
                graph.lines().filter(text -> text.startsWith(start)).findFirst().orElseThrow();
        return line.substring(line.lastIndexOf(':'));
    }

    @Test
    void theSameAskedTwiceIsTheSamePackage() throws IOException {
        Path again = folder.resolve("again");
        Path once = folder.resolve("once");
        Call.succeeding(words(once, "--prune", 20, "--fit", "--embedding-bits", 4));
        Call.succeeding(words(again, "--prune", 20, "--fit", "--embedding-bits", 4));
        for (Path file : Checkout.files(once)) {
            assertThat(again.resolve(once.relativize(file))).hasSameBinaryContentAs(file);
        }
        assertThat(weights(once)).isLessThan(weights(Shipped.COMPILED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "91", "-5", "12.5", "100", "half", ""})
    void aShareIsAWholeNumberFrom1To90(String share) {
        Call refused = Call.thimble(words(folder.resolve("out"), "--prune", share));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("--prune");
    }

    @Test
    void withoutSentencesNothingIsMeasured() {
        Call refused = Call.thimble("compile", Checkout.MODEL, "--prune", 25, "-o", folder.resolve("out"));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.diagnostics()).singleElement().asString().contains("THM-1301", "--calibration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--weights blob", "--updatable", "--trainable head"})
    void whereShapesAreAPromiseNothingGoes(String options) {
        Call refused = Call.thimble(words(folder.resolve("out"), (Object[]) ("--prune 25 " + options).split(" ", -1)));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.diagnostics()).singleElement().asString().contains("THM-1302");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Call tiny(TinyFolder model, Object... more) throws IOException {
        Path sentences = Files.writeString(folder.resolve("some.tsv"), "yes\ta b c\nno\tc d\nyes\te f g a\n");
        List<Object> words = new ArrayList<>(List.of(
                "compile",
                model.write(folder),
                "--name",
                "m",
                "--calibration",
                sentences,
                "-o",
                folder.resolve("out")));
        Collections.addAll(words, more);
        return Call.succeeding(words.toArray());
    }

    @Test
    void whatCannotGoIsSaid() throws IOException {
        Call compiled = tiny(TinyFolder.bert(4), "--prune", 90);
        assertThat(compiled.diagnostics()).singleElement().asString().contains("THM-1303", "and not 90 %");
        for (JsonNode part : report(folder.resolve("out")).at("/pruning/each")) {
            boolean heads = part.get("unit").asText().equals("head");
            assertThat(part.get("after").asInt()).isEqualTo(heads ? 1 : 4);
        }
    }

    @Test
    void whereNothingCanGoThatIsSaid() throws IOException {
        Call compiled = tiny(TinyFolder.embBert(4), "--prune", 30);
        assertThat(compiled.diagnostics()).singleElement().asString().contains("THM-1304");
        assertThat(report(folder.resolve("out")).at("/pruning/percent").asDouble())
                .isZero();
    }

    /** Nothing has to be asked for to be told what no result depends on. */
    @Test
    void whatIsDeadIsInTheReport() throws IOException {
        TinyFolder model = TinyFolder.bert(7);
        String name = "bert.encoder.layer.0.output.dense.weight";
        float[] values = model.values(name);
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 10 < 4 ? values[i] : 0;
        }
        model.put(name, values, TinyFolder.HIDDEN, 10);
        String said = tiny(model).output();
        JsonNode removed = report(folder.resolve("out")).get("removed");
        assertThat(removed).hasSize(1);
        assertThat(removed.get(0).toString())
                .isEqualTo("{\"name\":\"layer.0.feed_forward.up\",\"unit\":\"channel\",\"before\":10,\"after\":4,"
                        + "\"saved_bytes\":" + 6 * 2 * TinyFolder.HIDDEN + "}");
        assertThat(said).contains("dead    4 of 10 channels of layer.0.feed_forward.up: 96 bytes of weights");
        assertThat(folder.resolve("out").resolve("report.html")).content().contains("No result depends");
    }
}
