package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose token embeddings get fewer bits. */
class FittedModelTest {
    private static final int BUDGET = 580_000;

    @TempDir
    Path folder;

    private static Call compile(Path out, Object... more) {
        Object[] words = new Object[more.length + 8];
        System.arraycopy(
                new Object[] {
                    "compile", Checkout.MODEL, "--calibration", Checkout.SENTENCES, "--name", "intents", "-o", out
                },
                0,
                words,
                0,
                8);
        System.arraycopy(more, 0, words, 8, more.length);
        return Call.thimble(words);
    }

    /** What is over budget says what would fit; that fits once it is built, and computes the reference's bits. */
    @Test
    void whatIsTooLargeIsFitted() {
        Path out = folder.resolve("fitted");
        Call refused = compile(out, "--budget", BUDGET);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors()).contains("--fit (about token embeddings in ");
        assertThat(compile(out, "--budget", BUDGET, "--fit").status()).isZero();
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out, "--target", "all").output())
                .contains("host: bit-exact", "qemu: bit-exact");
        assertThat(Call.succeeding("eval", out, "--data", Checkout.SENTENCES, "--json")
                        .document()
                        .get("agreement")
                        .asDouble())
                .isGreaterThanOrEqualTo(0.98);
    }

    /** Nothing is given up where nothing has to be. */
    @Test
    void whatFitsStaysAsItIs() {
        assertThat(compile(folder.resolve("fits"), "--fit").status()).isZero();
        assertThat(compile(folder.resolve("plain")).status()).isZero();
        assertThat(folder.resolve("fits/src/intents_constants.c"))
                .hasSameBinaryContentAs(folder.resolve("plain/src/intents_constants.c"));
    }

    /** Bits that are asked for are no more than those, whatever there is room for. */
    @Test
    void fewerBitsThanFitAreTakenWhereTheyAreAskedFor() {
        Call call = compile(folder.resolve("fewer"), "--fit", "--embedding-bits", "3");
        assertThat(call.status()).isZero();
        assertThat(call.output()).contains("bits    3 of token embeddings");
    }

    @Test
    void whatDoesNotFitInTheFewestBitsIsRefused() {
        Call refused = compile(folder.resolve("tiny"), "--budget", 300_000, "--fit");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors()).contains("THM-0401").doesNotContain("--fit");
        assertThat(folder.resolve("tiny")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9", "8.1", "2.125", "two", "NaN", "-3", "1e0", ""})
    void bitsAreANumberFromTwoToEight(String bits) {
        Call refused = compile(folder.resolve("bits"), "--embedding-bits", bits);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("--embedding-bits");
    }

    /** Names come from report.json; a matrix that is named has 4 bits, and no other. */
    @Test
    void matricesAreNamedByHand() throws IOException {
        Path measured = folder.resolve("measured");
        assertThat(compile(measured, "--matrix-bits", 4).status()).isZero();
        JsonNode all = new ObjectMapper()
                .readTree(measured.resolve("report.json").toFile())
                .findValue("matrices")
                .get("each");
        String name = StreamSupport.stream(all.spliterator(), false)
                .filter(matrix -> matrix.has("logits_sqnr_db_alone"))
                .map(matrix -> matrix.get("name").asText())
                .findFirst()
                .orElseThrow();
        Path named = folder.resolve("named");
        Call call = compile(named, "--narrow-matrices", name);
        assertThat(call.output()).contains("bits    4 for 1 of " + all.size() + " matrices");
        JsonNode now = new ObjectMapper()
                .readTree(named.resolve("report.json").toFile())
                .findValue("matrices")
                .get("each");
        for (JsonNode matrix : now) {
            assertThat(matrix.get("bits").asInt())
                    .isEqualTo(matrix.get("name").asText().equals(name) ? 4 : 8);
        }
        Call unknown = compile(folder.resolve("unknown"), "--narrow-matrices", name + ",none");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.errors()).contains("THM-0311", "\"none\"", name);
        Call twice = compile(folder.resolve("twice"), "--narrow-matrices", name, "--fit");
        assertThat(twice.status()).isEqualTo(2);
        assertThat(twice.errors()).contains("THM-0313");
        assertThat(folder.resolve("unknown")).doesNotExist();
    }

    /** Images of one program hold tables of any training: their sizes follow from the number of bits. */
    @Test
    void anotherCalibrationOfAnImageHasTheSameProgram() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path sentences = Files.write(
                folder.resolve("ten.tsv"),
                Files.readAllLines(Checkout.SENTENCES).subList(0, 10));
        assertThat(compile(first, "--embedding-bits", "2.5", "--weights", "blob")
                        .status())
                .isZero();
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--calibration",
                sentences,
                "--name",
                "intents",
                "--embedding-bits",
                "2.5",
                "--weights",
                "blob",
                "-o",
                second);
        assertThat(first.resolve("src/intents_model.c")).hasSameBinaryContentAs(second.resolve("src/intents_model.c"));
        assertThat(first.resolve("intents_image.bin")).hasSize(Files.size(second.resolve("intents_image.bin")));
        Call.succeeding("build", first);
        Call.succeeding("verify", first);
    }
}
