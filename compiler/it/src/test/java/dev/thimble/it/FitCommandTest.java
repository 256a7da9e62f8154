package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code thimble fit} says of a model in more and in fewer bits. */
class FitCommandTest {
    @TempDir
    Path folder;

    private Path sentences() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> all = Files.readAllLines(Checkout.SENTENCES);
        for (int at = 0; at < all.size(); at += 14) {
            lines.add(all.get(at));
        }
        return Files.write(folder.resolve("sentences.tsv"), lines);
    }

    private Call fit(Object... more) throws IOException {
        List<Object> words = new ArrayList<>(
                List.of("fit", Checkout.MODEL, "--calibration", Checkout.SENTENCES, "--data", sentences()));
        Collections.addAll(words, more);
        return Call.thimble(words.toArray());
    }

    /** Fewer bits need fewer bytes; what is taken is what {@code compile --fit} takes, and what its options give. */
    @Test
    void itNamesTheMostBitsThatFit() throws IOException {
        Path page = folder.resolve("fit.html");
        Call call = fit("--budget", 580_000, "--json", "--report", page);
        assertThat(call.status()).isZero();
        JsonNode document = call.document();
        JsonNode choices = document.get("choices");
        assertThat(choices).hasSizeGreaterThanOrEqualTo(5);
        for (int at = 1; at < choices.size(); at++) {
            assertThat(choices.get(at).get("flash").asLong())
                    .isLessThan(choices.get(at - 1).get("flash").asLong());
        }
        assertThat(choices.get(0).get("fits").asBoolean()).isFalse();
        assertThat(choices.get(0).get("agreement").asDouble()).isGreaterThanOrEqualTo(0.96);
        assertThat(choices.get(choices.size() - 1).get("fits").asBoolean()).isTrue();
        JsonNode taken = document.get("taken");
        Path fitted = compiled("fitted", "--fit");
        Path byHand = compiled(
                "by_hand",
                "--embedding-bits",
                taken.get("embedding_bits").asText(),
                "--matrix-bits",
                taken.get("matrix_bits").asText());
        assertThat(fitted.resolve("src/intents_constants.c"))
                .hasSameBinaryContentAs(byHand.resolve("src/intents_constants.c"));
        assertThat(Files.readString(fitted.resolve("report.json")))
                .contains("\"bits\" : " + taken.get("embedding_bits").asText());
        assertThat(Files.readString(page)).contains("<svg", ", taken</td>").doesNotContain("${");
    }

    private Path compiled(String name, Object... more) {
        Path out = folder.resolve(name);
        List<Object> words = new ArrayList<>(List.of(
                "compile",
                Checkout.MODEL,
                "--calibration",
                Checkout.SENTENCES,
                "--name",
                "intents",
                "--budget",
                580_000,
                "-o",
                out));
        Collections.addAll(words, more);
        Call.succeeding(words.toArray());
        return out;
    }

    /** What was measured is in the file; with another budget the same figures say what else fits. */
    @Test
    void aSearchGoesOnWhereItWas() throws IOException {
        Path log = folder.resolve("log.json");
        JsonNode first = fit("--budget", 580_000, "--json", "--resume", log).document();
        byte[] kept = Files.readAllBytes(log);
        JsonNode second = fit("--budget", 580_000, "--json", "--resume", log).document();
        assertThat(second).isEqualTo(first);
        assertThat(log).hasBinaryContent(kept);
        assertThat(fit("--budget", 560_000, "--resume", log).status()).isZero();
        Call other = fit("--max-tokens", 32, "--resume", log);
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.errors()).contains("THM-0837", "--resume");
    }

    /** Of several vocabularies the one with the most entries that fits and agrees is taken. */
    @Test
    void vocabulariesAreSearched() throws IOException {
        Path page = folder.resolve("fit.html");
        Call call = fit("--budget", 300_000, "--min-agreement", 50, "--vocabulary", "search", "--report", page);
        assertThat(call.status()).isZero();
        assertThat(call.output())
                .contains("--vocabulary seen --embedding-bits 8 ", "texts have other pieces")
                .containsPattern("compile --fit --vocabulary (seen|\\d+) takes ");
        assertThat(Files.readString(page)).contains("all entries", "--vocabulary seen");
        Call usage = fit("--vocabulary", "found");
        assertThat(usage.status()).isEqualTo(2);
        assertThat(usage.errors()).contains("--vocabulary");
    }

    @Test
    void aTableIsForPeople() throws IOException {
        Call call = fit();
        assertThat(call.status()).isZero();
        assertThat(call.output())
                .contains("--embedding-bits 8 ", "--embedding-bits 2 --matrix-bits 4", "accuracy")
                .contains("compile --fit takes token embeddings in 8 bits");
    }

    @Test
    void whereNothingFitsItSaysSo() throws IOException {
        Call call = fit("--budget", 300_000);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.output())
                .contains("nothing fits, not even --embedding-bits 2 --matrix-bits 4", "--vocabulary search");
    }

    @Test
    void whereNothingIsGoodEnoughItSaysSo() throws IOException {
        Call call = fit("--budget", 580_000, "--min-agreement", 100.5);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.output()).contains("compile --fit takes ", "nothing that fits agrees with");
    }
}
