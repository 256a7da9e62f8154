package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(refused.errors()).contains("--fit (token embeddings in ");
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
