package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user does with the shipped example, from the command line. */
class ShippedExampleTest {
    private static final int LONGEST = 64;

    @TempDir
    Path folder;

    @Test
    void theCIsBitExactOnTheHostAndInQemu() {
        Call call = Call.thimble("verify", Shipped.BUILT, "--target", "all", "--json");
        assertThat(call.status()).as(call.toString()).isZero();
        assertThat(call.document().path("targets")).hasSize(2).allSatisfy(target -> {
            assertThat(target.path("vectors").asInt()).isEqualTo(64);
            assertThat(target.path("mismatches").asInt()).isZero();
        });
        JsonNode board = Shipped.report().path("targets").get(0);
        assertThat(board.path("verified").asBoolean()).isTrue();
    }

    @Test
    void everyLayerIsBitExactOnTheHost() throws IOException {
        Path few = Shipped.tenSentences(folder);
        Path copy = Checkout.copy(Shipped.BUILT, folder.resolve("copy"));
        Call call = Call.thimble("verify", copy, "--trace", "--vectors", few, "--json");
        assertThat(call.status()).as(call.toString()).isZero();
        assertThat(call.document().path("targets").get(0).path("vectors").asInt())
                .isEqualTo(10);
    }

    @Test
    void theIntegerTargetsAgreeOnEveryLogitAndTheFloatTargetIsClose() throws IOException {
        Path ten = Shipped.tenSentences(folder);
        List<JsonNode> reference = answers(ten, "reference");
        List<JsonNode> real = answers(ten, "float");
        for (String target : List.of("host", "qemu")) {
            List<JsonNode> device = answers(ten, target);
            for (String field : List.of("label", "logits", "logits_q", "input_ids", "text")) {
                assertThat(field(device, field)).as(target + " " + field).isEqualTo(field(reference, field));
            }
        }
        assertThat(field(real, "label")).isEqualTo(field(reference, "label"));
        assertThat(field(real, "input_ids")).isEqualTo(field(reference, "input_ids"));
        for (int i = 0; i < real.size(); i++) {
            assertClose(real.get(i).path("logits"), reference.get(i).path("logits"));
        }
    }

    /** Logits of this model span about 10; int8 weights and activations keep them to a few per cent of that. */
    private static void assertClose(JsonNode real, JsonNode integer) {
        assertThat(integer).hasSameSizeAs(real);
        for (int i = 0; i < real.size(); i++) {
            assertThat(integer.get(i).asDouble()).isCloseTo(real.get(i).asDouble(), within(0.5));
        }
    }

    private static List<JsonNode> answers(Path sentences, String target) {
        Call call = Call.succeeding("run", Shipped.BUILT, "--target", target, "--input", sentences, "--json");
        assertThat(call.objects()).hasSize(10);
        return call.objects();
    }

    private static List<JsonNode> field(List<JsonNode> answers, String field) {
        assertThat(answers).allSatisfy(answer -> assertThat(answer.has(field)).isTrue());
        return answers.stream().map(answer -> answer.path(field)).toList();
    }

    @Test
    void qemuCountsInstructionsAndRepeatsThem() {
        Function<String, Long> count =
                text -> Call.succeeding("run", Shipped.BUILT, "--target", "qemu", "--text", text, "--json")
                        .document()
                        .path("instructions")
                        .asLong();
        long first = count.apply("play some jazz");
        assertThat(first).isPositive().isEqualTo(count.apply("play some jazz"));
        assertThat(count.apply("play some jazz and then some more jazz please")).isGreaterThan(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "reference", "float"})
    void aTextLongerThanTheModelIsCutAndSaysSo(String target) {
        String text = "play some jazz ".repeat(50);
        JsonNode answer = Call.succeeding("run", Shipped.BUILT, "--target", target, "--text", text, "--json")
                .document();
        assertThat(answer.path("truncated").asBoolean()).isTrue();
        assertThat(answer.path("input_ids")).hasSize(LONGEST);
        assertThat(answer.path("input_ids").get(LONGEST - 1).asInt())
                .as("[SEP] is kept")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "reference; {\"input_ids\": [2000]}; error[THM-0807]",
                "reference; {\"input_ids\": [-1]}; error[THM-0807]",
                "host; {\"input_ids\": [2000]}; error[THM-0606]",
                "host; {\"input_ids\": [2, 99999, 3]}; error[THM-0606]",
                "host; {\"input_ids\": []}; error[THM-0818]",
                "host; {\"input_ids\": [\"a\"]}; error[THM-0818]",
                "host; no tab here; error[THM-0805]"
            })
    void inputsThatTheModelCannotTakeEndWithOneDiagnostic(String target, String line, String diagnostic)
            throws IOException {
        Path file = Files.writeString(folder.resolve("input.jsonl"), line + "\n");
        Call call = Call.thimble("run", Shipped.BUILT, "--target", target, "--input", file, "--json");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).singleElement().asString().startsWith(diagnostic);
        assertThat(call.output()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "reference", "float"})
    void moreIdsThanTheModelTakesAreRefused(String target) throws IOException {
        String ids = "2, ".repeat(LONGEST) + "3";
        Path file = Files.writeString(folder.resolve("input.jsonl"), "{\"input_ids\": [" + ids + "]}\n");
        Call call = Call.thimble("run", Shipped.BUILT, "--target", target, "--input", file);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).hasSize(1);
    }

    @Test
    void theIntegerModelAgreesWithTheFloatModel() {
        JsonNode result = Call.succeeding("eval", Shipped.BUILT, "--data", Checkout.SENTENCES, "--json")
                .document();
        assertThat(result.path("rows").asInt()).isEqualTo(140);
        assertThat(result.path("labelled").asInt()).isEqualTo(140);
        assertThat(result.path("agreement").asDouble()).isBetween(0.95, 1.0);
        assertThat(result.path("accuracy").asDouble()).isBetween(0.9, 1.0);
        assertThat(result.path("layers")).isNotEmpty();
    }

    @Test
    void twoCompilationsGiveTheSameBytes() throws IOException {
        Path again = Shipped.compile(folder.resolve("again").resolve(Shipped.NAME));
        List<Path> expected = Checkout.files(Shipped.COMPILED);
        assertThat(names(again)).isEqualTo(names(Shipped.COMPILED));
        for (Path file : expected) {
            Path other = again.resolve(Shipped.COMPILED.relativize(file).toString());
            assertThat(Files.mismatch(file, other)).as(file.toString()).isEqualTo(-1);
        }
    }

    private static String names(Path folder) throws IOException {
        return Checkout.files(folder).stream()
                .map(file -> folder.relativize(file).toString())
                .collect(Collectors.joining("\n"));
    }
}
