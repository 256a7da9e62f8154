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
        for (int at = 0; at < all.size(); at += 5) {
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

    /** More bits need more bytes and lose no more; what is best is what {@code compile --fit} takes. */
    @Test
    void itNamesTheMostBitsThatFit() throws IOException {
        Path page = folder.resolve("fit.html");
        Call call = fit("--budget", 580_000, "--json", "--report", page);
        assertThat(call.status()).isZero();
        JsonNode document = call.document();
        JsonNode choices = document.get("choices");
        assertThat(choices).hasSizeGreaterThanOrEqualTo(11);
        for (int at = 1; at < choices.size(); at++) {
            assertThat(choices.get(at).get("flash").asLong())
                    .isLessThan(choices.get(at - 1).get("flash").asLong());
        }
        assertThat(choices.get(0).get("fits").asBoolean()).isFalse();
        assertThat(choices.get(0).get("agreement").asDouble()).isGreaterThanOrEqualTo(0.96);
        assertThat(choices.get(choices.size() - 1).get("fits").asBoolean()).isTrue();
        Path out = folder.resolve("out");
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--calibration",
                Checkout.SENTENCES,
                "--budget",
                580_000,
                "--fit",
                "-o",
                out);
        assertThat(Files.readString(out.resolve("report.json")))
                .contains("\"bits\" : " + document.get("taken").asText());
        assertThat(Files.readString(page)).contains("<svg", ", taken</td>").doesNotContain("${");
    }

    @Test
    void aTableIsForPeople() throws IOException {
        Call call = fit();
        assertThat(call.status()).isZero();
        assertThat(call.output())
                .contains("--embedding-bits 8 ", "--embedding-bits 2.25 --matrix-bits 4", "accuracy")
                .contains("compile --fit takes token embeddings in 8 bits");
    }

    @Test
    void whereNothingFitsItSaysSo() throws IOException {
        Call call = fit("--budget", 300_000);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.output()).contains("nothing fits, not even token embeddings in 2 bits, matrices in 4");
    }

    @Test
    void whereNothingIsGoodEnoughItSaysSo() throws IOException {
        Call call = fit("--budget", 580_000, "--min-agreement", 100.5);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.output()).contains("compile --fit takes ", "nothing that fits agrees with");
    }
}
