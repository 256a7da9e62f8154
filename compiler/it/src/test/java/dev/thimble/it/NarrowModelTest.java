package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose matrices get fewer bits. */
class NarrowModelTest {
    @TempDir
    Path folder;

    private static Call compile(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "compile", Checkout.MODEL, "--calibration", Checkout.SENTENCES, "--name", "intents", "-o", out));
        Collections.addAll(words, more);
        return Call.thimble(words.toArray());
    }

    private static JsonNode report(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("report.json").toFile());
    }

    private static List<JsonNode> matrices(JsonNode report) {
        return StreamSupport.stream(
                        report.path("quantization")
                                .path("matrices")
                                .path("each")
                                .spliterator(),
                        false)
                .toList();
    }

    private static long weights(JsonNode report) {
        return report.path("memory").path("flash").path("weights").asLong();
    }

    /** Every kernel set has its own layout and kernel, and all of them compute the reference's bits. */
    @ParameterizedTest
    @ValueSource(strings = {"mps2-an383", "mps2-an385", "mps2-an386", "mps2-an505", "mps3-an547"})
    void allMatricesInFourBitsComputeTheReferencesBits(String board) {
        Path out = folder.resolve(board);
        Call call = compile(out, "--board", board, "--matrix-bits", "4");
        assertThat(call.status()).isZero();
        assertThat(call.output()).containsPattern("bits    4 for \\d+ of \\d+ matrices");
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out, "--target", "all").output())
                .contains("host: bit-exact", "qemu: bit-exact");
    }

    /** What is said of each matrix adds up to what flash has less but for filling up, and answers stay. */
    @Test
    void halfOfTheBitsAreHalfOfTheFlash() throws IOException {
        Path narrow = folder.resolve("narrow");
        Path whole = folder.resolve("whole");
        assertThat(compile(narrow, "--matrix-bits", "4").status()).isZero();
        assertThat(compile(whole).status()).isZero();
        JsonNode report = report(narrow);
        JsonNode given = report.path("quantization").path("matrices");
        assertThat(matrices(report)).allMatch(matrix -> matrix.path("bits").asInt() == 4);
        assertThat(given.path("bytes").asLong())
                .isEqualTo(given.path("saved_bytes").asLong());
        assertThat(weights(report(whole)) - weights(report))
                .isBetween(
                        given.path("saved_bytes").asLong() - 1024,
                        given.path("saved_bytes").asLong() + 1024);
        Call.succeeding("build", narrow);
        assertThat(Call.succeeding("eval", narrow, "--data", Checkout.SENTENCES, "--json")
                        .document()
                        .get("agreement")
                        .asDouble())
                .isGreaterThanOrEqualTo(0.98);
    }

    /** Those that lose least for a byte come first, and no more than it takes. */
    @Test
    void aMeanTakesTheMatricesThatLoseLeast() throws IOException {
        Path out = folder.resolve("mean");
        assertThat(compile(out, "--matrix-bits", "6").status()).isZero();
        JsonNode report = report(out);
        List<JsonNode> matrices = matrices(report);
        double whole = noise(report.path("quantization").path("matrices").path("logits_sqnr_db_8"));
        assertThat(matrices).anyMatch(matrix -> matrix.path("bits").asInt() == 8);
        double worstTaken = matrices.stream()
                .filter(matrix -> matrix.path("bits").asInt() == 4)
                .mapToDouble(matrix -> noiseByWeight(matrix, whole))
                .max()
                .orElseThrow();
        // The report rounds decibels to hundredths.
        assertThat(matrices.stream().filter(matrix -> matrix.path("bits").asInt() == 8))
                .allMatch(matrix -> noiseByWeight(matrix, whole) >= worstTaken - 0.003 * whole / weightsOf(matrix));
        long bits = matrices.stream()
                .mapToLong(matrix -> 8 * matrix.path("bytes").asLong())
                .sum();
        assertThat((double) bits
                        / matrices.stream()
                                .mapToLong(NarrowModelTest::weightsOf)
                                .sum())
                .isBetween(4.0, 6.0);
    }

    private static double noise(JsonNode decibels) {
        return Math.pow(10, -decibels.asDouble() / 10);
    }

    /** What the logits' noise grows by. */
    private static double noiseByWeight(JsonNode matrix, double whole) {
        return (noise(matrix.path("logits_sqnr_db_alone")) - whole) / weightsOf(matrix);
    }

    private static long weightsOf(JsonNode matrix) {
        return matrix.path("bytes").asLong() * 8 / matrix.path("bits").asInt();
    }

    @Test
    void anImageHasThemToo() {
        Path out = folder.resolve("image");
        assertThat(compile(out, "--matrix-bits", "4", "--weights", "blob").status())
                .isZero();
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out, "--target", "all").output())
                .contains("host: bit-exact", "qemu: bit-exact");
    }

    /** A head that devices train keeps 8 bits. */
    @Test
    void whatDevicesTrainKeepsEightBits() throws IOException {
        Path out = folder.resolve("trained");
        assertThat(compile(out, "--matrix-bits", "4", "--updatable", "--trainable", "head")
                        .status())
                .isZero();
        List<JsonNode> matrices = matrices(report(out));
        JsonNode head = matrices.get(matrices.size() - 1);
        assertThat(head.path("bits").asInt()).isEqualTo(8);
        assertThat(head.has("logits_sqnr_db_alone")).isFalse();
        assertThat(matrices.subList(0, matrices.size() - 1))
                .allMatch(matrix -> matrix.path("bits").asInt() == 4);
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out, "--target", "host").output()).contains("host: bit-exact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9", "8.1", "4.125", "four", "NaN", "-4", ""})
    void bitsAreANumberFromFourToEight(String bits) {
        Call refused = compile(folder.resolve("bits"), "--matrix-bits", bits);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("--matrix-bits");
        assertThat(folder.resolve("bits")).doesNotExist();
    }
}
