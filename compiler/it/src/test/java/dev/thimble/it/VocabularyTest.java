package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of whose vocabulary entries went. */
class VocabularyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENTRIES = 2000;

    @TempDir
    static Path shared;

    /** The shipped example with the entries that its sentences use, built. */
    private static Path seen;

    /** Sentences of which none is in the calibration file. */
    private static Path others;

    @TempDir
    Path folder;

    @BeforeAll
    static void compileAndBuild() throws IOException {
        seen = shared.resolve("seen");
        others = Files.writeString(
                shared.resolve("others.tsv"),
                "x\tthe parliament postponed yesterday's unprecedented vote\ny\tplay something\nz\tqwxyz zzyzx\n");
        Call.succeeding(words(seen, "--vocabulary", "seen", "--vocabulary-texts", others));
        Call.succeeding("build", seen);
    }

    private static Object[] words(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "compile", Checkout.MODEL, "--calibration", Checkout.SENTENCES, "--name", "intents", "-o", out));
        Collections.addAll(words, more);
        return words.toArray();
    }

    private static JsonNode vocabulary(Path out) throws IOException {
        return JSON.readTree(out.resolve("report.json").toFile()).get("vocabulary");
    }

    private static List<JsonNode> lines(Path out) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("verify/vocabulary.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Call run(Path out, String target, Path input) {
        return Call.succeeding("run", out, "--target", target, "--input", input, "--json");
    }

    /** Every fifth sentence of the calibration file, by its ids alone, as the whole model's tokenizer has them. */
    private Path ids() throws IOException {
        List<String> all = Files.readAllLines(Checkout.SENTENCES);
        Path some = Files.write(
                folder.resolve("some.tsv"),
                IntStream.range(0, all.size())
                        .filter(at -> at % 5 == 0)
                        .mapToObj(all::get)
                        .toList());
        return Files.write(
                folder.resolve("ids.jsonl"),
                run(Shipped.BUILT, "reference", some).objects().stream()
                        .map(answer -> JSON.createObjectNode()
                                .set("input_ids", answer.get("input_ids"))
                                .toString())
                        .toList());
    }

    @Test
    void theReportSaysWhatWentAndWhatThatCosts() throws IOException {
        JsonNode vocabulary = vocabulary(seen);
        int kept = vocabulary.get("entries").asInt();
        assertThat(vocabulary.get("entries_before").asInt()).isEqualTo(ENTRIES);
        assertThat(kept).isBetween(vocabulary.get("must_stay").asInt(), ENTRIES / 2);
        assertThat(vocabulary.get("saved_bytes").asInt()).isGreaterThan((ENTRIES - kept) * 128);
        assertThat(vocabulary.get("went")).hasSize(ENTRIES - kept);
        JsonNode calibration = vocabulary.get("sentences").get(0);
        assertThat(calibration.get("texts").asInt())
                .isEqualTo(Files.readAllLines(Checkout.SENTENCES).size());
        assertThat(calibration.get("changed_texts").asInt()).isZero();
        JsonNode other = vocabulary.get("sentences").get(1);
        assertThat(other.get("of").asText()).isEqualTo("others.tsv");
        assertThat(other.get("texts").asInt()).isEqualTo(3);
        assertThat(other.get("changed_texts").asInt()).isPositive();
        assertThat(other.get("tokens").asInt())
                .isGreaterThan(other.get("tokens_before").asInt());
        assertThat(other.get("new_unknown_share").asDouble()).isZero();
        assertThat(Files.readString(seen.resolve("report.html")))
                .contains("<h2>Vocabulary</h2>", "others.tsv", "verify/vocabulary.jsonl");
    }

    @Test
    void theListHasEveryEntry() throws IOException {
        List<JsonNode> lines = lines(seen);
        assertThat(lines).hasSize(ENTRIES);
        assertThat(lines.stream()
                        .filter(line -> line.has("now"))
                        .map(line -> line.get("now").asInt()))
                .containsExactlyElementsOf(
                        IntStream.range(0, vocabulary(seen).get("entries").asInt())
                                .boxed()
                                .toList());
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.has("now") || line.get("uses").asInt() == 0)
                                .isTrue());
        assertThat(lines.get(0).get("token").asText()).isEqualTo("[PAD]");
        List<String> went = new ArrayList<>();
        vocabulary(seen).get("went").forEach(token -> went.add(token.asText()));
        assertThat(went)
                .isEqualTo(lines.stream()
                        .filter(line -> !line.has("now"))
                        .map(line -> line.get("token").asText())
                        .toList());
    }

    /** Bit-exact on the ids of the whole model, and on texts that are tokenized on the device. */
    @Test
    void devicesComputeTheReference() throws IOException {
        assertThat(Call.succeeding("verify", seen, "--target", "all", "--vectors", ids())
                        .output())
                .contains("host: bit-exact on 28 vectors", "qemu: bit-exact on 28 vectors");
        List<JsonNode> host = run(seen, "host", others).objects();
        List<JsonNode> reference = run(seen, "reference", others).objects();
        assertThat(host).isEqualTo(reference);
    }

    /** Ids that are given and told are the trained model's, and so is the float model. */
    @Test
    void idsAreTheTrainedModels() throws IOException {
        Path ids = ids();
        List<JsonNode> whole = run(Shipped.BUILT, "float", ids).objects();
        List<JsonNode> real = run(seen, "float", ids).objects();
        List<JsonNode> host = run(seen, "host", ids).objects();
        for (int at = 0; at < whole.size(); at++) {
            assertThat(host.get(at).get("input_ids")).isEqualTo(whole.get(at).get("input_ids"));
            assertThat(real.get(at).get("input_ids")).isEqualTo(whole.get(at).get("input_ids"));
            assertThat(host.get(at).get("label")).isEqualTo(whole.get(at).get("label"));
            for (int label = 0; label < whole.get(at).get("logits").size(); label++) {
                assertThat(real.get(at).get("logits").get(label).asDouble())
                        .isCloseTo(whole.get(at).get("logits").get(label).asDouble(), Offset.offset(1e-4));
            }
        }
        assertThat(run(seen, "float", others).objects().stream().map(answer -> answer.get("input_ids")))
                .isEqualTo(run(Shipped.BUILT, "float", others).objects().stream()
                        .map(answer -> answer.get("input_ids"))
                        .toList());
    }

    @Test
    void evalComparesWithTheTrainedModelAndTellsTheCost() throws IOException {
        JsonNode document = Call.succeeding("eval", seen, "--data", Checkout.SENTENCES, "--target", "host", "--json")
                .document();
        assertThat(document.get("agreement").asDouble()).isGreaterThanOrEqualTo(0.99);
        assertThat(document.get("vocabulary").get("changed_texts").asInt()).isZero();
        Path unlabelled = Files.writeString(
                folder.resolve("unlabelled.jsonl"), "{\"text\": \"the parliament postponed an unprecedented vote\"}\n");
        assertThat(Call.succeeding("eval", seen, "--data", unlabelled).output())
                .contains("of 2,000: 100.00 % of 1 texts have other pieces")
                .contains("0.00 % of them unknown that were not");
        assertThat(Call.succeeding("eval", Checkout.MODEL, "--data", Checkout.SENTENCES, "--vocabulary", 400, "--json")
                        .document()
                        .get("vocabulary")
                        .get("entries")
                        .asInt())
                .isEqualTo(400);
    }

    /** A line with the id of an entry that went is answered by its text, or not at all. */
    @Test
    void idsThatWentNeedTheirText() throws IOException {
        int gone = lines(seen).stream()
                .filter(line -> !line.has("now"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asInt();
        Path alone = Files.writeString(folder.resolve("alone.jsonl"), "{\"input_ids\": [2, " + gone + ", 3]}\n");
        for (Call refused : List.of(
                Call.thimble("run", seen, "--target", "reference", "--input", alone),
                Call.thimble("verify", seen, "--vectors", alone))) {
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.diagnostics()).singleElement().asString().contains("THM-1205", "id " + gone, "line 1");
        }
        Path unknown = Files.writeString(folder.resolve("unknown.jsonl"), "{\"text\": \"x\", \"input_ids\": [2000]}\n");
        assertThat(Call.thimble("run", seen, "--target", "reference", "--input", unknown)
                        .errors())
                .contains("THM-0818", "2000 entries");
        Path text = Files.writeString(
                folder.resolve("text.jsonl"),
                "{\"text\": \"play some jazz\", \"input_ids\": [2, " + gone
                        + ", 3]}\n{\"text\": \"play some jazz\"}\n");
        List<JsonNode> answers = run(seen, "reference", text).objects();
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
    }

    /** A number of entries is kept to; the most used ones are there. */
    @Test
    void soManyEntriesStay() throws IOException {
        Path out = folder.resolve("some");
        int least = vocabulary(seen).get("must_stay").asInt();
        int most = least + 50;
        assertThat(Call.succeeding(words(out, "--vocabulary", most)).output())
                .contains("entries " + most + " of 2,000 stay, which saves ");
        List<JsonNode> lines = lines(out);
        Map<Boolean, List<Integer>> uses = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.has("now"),
                        Collectors.mapping(line -> line.get("uses").asInt(), Collectors.toList())));
        assertThat(uses.get(true)).hasSize(most);
        int mostGone = Collections.max(uses.get(false));
        assertThat(uses.get(true).stream().filter(use -> use >= mostGone).count())
                .isGreaterThanOrEqualTo(50);
        assertThat(vocabulary(out).get("most_used_that_went").get(0).get("uses").asInt())
                .isEqualTo(mostGone);
        assertThat(vocabulary(out).get("sentences").get(0).get("changed_texts").asInt())
                .isPositive();
        Call refused = Call.thimble(words(folder.resolve("few"), "--vocabulary", least - 1));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("THM-1202", "--vocabulary " + least);
        assertThat(folder.resolve("few")).doesNotExist();
    }

    @Test
    void whereNothingGoesThePackageIsTheUsualOne() throws IOException {
        Path out = folder.resolve("all");
        Call.succeeding(words(out, "--vocabulary", ENTRIES));
        assertThat(out.resolve("verify/whole")).doesNotExist();
        assertThat(Files.mismatch(out.resolve("manifest.json"), Shipped.COMPILED.resolve("manifest.json")))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "none", "SEEN", "1e3", "12.5", "9999999", ""})
    void aWishIsAWordOrANumber(String wish) {
        Call refused = Call.thimble(words(folder.resolve("out"), "--vocabulary", wish));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("--vocabulary");
    }

    @Test
    void withoutSentencesNothingIsCounted() {
        Call refused = Call.thimble("compile", Checkout.MODEL, "--vocabulary", "seen", "-o", folder.resolve("out"));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.diagnostics()).singleElement().asString().contains("THM-1201");
        Call unasked = Call.thimble(words(folder.resolve("out"), "--vocabulary-texts", others));
        assertThat(unasked.status()).isEqualTo(2);
        assertThat(unasked.diagnostics()).singleElement().asString().contains("THM-1206");
    }

    /** What is over budget says how many entries would fit, and they do. */
    @Test
    void whatIsTooLargeSaysHowManyEntriesFit() {
        Call refused = Call.thimble(words(folder.resolve("large"), "--budget", 620_000));
        assertThat(refused.status()).isEqualTo(1);
        Matcher remedy =
                Pattern.compile("--vocabulary (\\d+) \\(of 2000 entries\\)").matcher(refused.errors());
        assertThat(remedy.find()).as(refused.errors()).isTrue();
        Call.succeeding(words(folder.resolve("fits"), "--budget", 620_000, "--vocabulary", remedy.group(1)));
    }

    @Test
    void fitTriesBitsOfWhatStays() {
        Call call = Call.thimble(
                "fit",
                Checkout.MODEL,
                "--calibration",
                Checkout.SENTENCES,
                "--vocabulary",
                "seen",
                "--budget",
                580_000,
                "--json");
        assertThat(call.status()).as(call.errors()).isZero();
        assertThat(call.document()
                        .get("vocabularies")
                        .get(0)
                        .get("entries_before")
                        .asInt())
                .isEqualTo(ENTRIES);
        assertThat(call.document().get("taken").get("embedding_bits").asDouble())
                .isEqualTo(8);
    }

    /** What devices train, and what lies in an image, has the smaller vocabulary, too. */
    @Test
    void imagesAndTrainersHaveTheSmallerVocabulary() throws IOException {
        Path out = folder.resolve("learning");
        Path labels = Files.writeString(folder.resolve("labels.txt"), "yes\nno\n");
        Call.succeeding(
                words(out, "--vocabulary", "seen", "--trainable", "head", "--labels", labels, "--max-labels", 4));
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out).output()).contains("host: bit-exact");
        JsonNode answer = run(out, "float", others).objects().get(0);
        assertThat(answer.get("logits")).hasSize(2);
    }

    /** As many entries make as many rows: what is chosen by measurement left aside, devices with one image can take the other. */
    @Test
    void asManyOtherEntriesHaveTheSameProgram() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Call.succeeding(words(
                first, "--vocabulary", 300, "--weights", "blob", "--no-embedding-row-scales", "--no-wide-residual"));
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--calibration",
                Shipped.tenSentences(folder),
                "--name",
                "intents",
                "--vocabulary",
                300,
                "--weights",
                "blob",
                "--no-embedding-row-scales",
                "--no-wide-residual",
                "-o",
                second);
        assertThat(lines(first)).isNotEqualTo(lines(second));
        assertThat(first.resolve("src/intents_model.c")).hasSameBinaryContentAs(second.resolve("src/intents_model.c"));
        Call.succeeding("build", second);
        assertThat(Call.succeeding("verify", second, "--target", "all").output())
                .contains("host: bit-exact", "qemu: bit-exact");
    }

    @Test
    void eachOfSeveralModelsHasItsOwn() throws IOException {
        Path out = folder.resolve("two");
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                Checkout.MODEL,
                "--name",
                "one",
                "--name",
                "two",
                "--vocabulary",
                "seen",
                "--calibration",
                Checkout.SENTENCES,
                "--calibration",
                Shipped.tenSentences(folder),
                "-o",
                out);
        JsonNode models = JSON.readTree(out.resolve("report.json").toFile()).get("models");
        for (JsonNode model : models) {
            assertThat(out.resolve(model.get("vocabulary").get("list").asText()))
                    .isRegularFile();
        }
        assertThat(models.get(1).get("vocabulary").get("entries").asInt())
                .isLessThan(models.get(0).get("vocabulary").get("entries").asInt());
        assertThat(Call.succeeding("run", out, "--model", "two", "--target", "reference", "--input", others)
                        .status())
                .isZero();
    }
}
