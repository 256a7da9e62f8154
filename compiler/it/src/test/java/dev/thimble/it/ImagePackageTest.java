package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.backendc.Constants;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.toolchain.StrictCheck;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages whose constants lie in an image: {@code compile --weights blob}. */
class ImagePackageTest {
    private static final String GOLDENS = "bert-f32-gelu/image/";

    @TempDir
    Path folder;

    /** The digest in them changes when images of before can no longer be read. */
    @Test
    void theCIsWhatItWas() throws IOException {
        Map<String, byte[]> files =
                TinyPackage.code("tiny", KernelSets.PORTABLE, Constants.LOADED).files();
        for (String file : List.of("src/tiny_model.c", "src/tiny_constants.h", "include/tiny.h")) {
            String name = Path.of(file).getFileName().toString();
            Golden.compare(GOLDENS + name, new String(files.get(file), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void theCIsCleanInBothLanguages(KernelSet kernels) throws IOException {
        TinyPackage.write(
                folder,
                "tiny",
                TinyPackage.code("tiny", kernels, Constants.LOADED).files());
        List<Path> own = Stream.of("_model.c", "_constants.c")
                .map(ending -> folder.resolve("src/tiny" + ending))
                .toList();
        assertThatCode(() -> new StrictCheck(Toolchain.onPath()).check(own, List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void theCommandLineMakesOneThatIsBitExact() throws IOException {
        Path out = folder.resolve("out");
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--name",
                "x",
                "--calibration",
                Checkout.SENTENCES,
                "--weights",
                "blob",
                "-o",
                out);
        JsonNode flash = report(out).path("memory").path("flash");
        assertThat(flash.path("weights").asLong()).isEqualTo(Files.size(out.resolve("x_image.bin")));
        assertThat(flash.path("tables").asLong()).isZero();
        Call.succeeding("build", out);
        Call call = Call.thimble("verify", out, "--target", "all", "--json");
        assertThat(call.status()).as(call.toString()).isZero();
        assertThat(call.document().path("targets"))
                .hasSize(2)
                .allSatisfy(
                        target -> assertThat(target.path("mismatches").asInt()).isZero());
        assertThat(report(out).path("memory").path("flash").path("weights")).isEqualTo(flash.path("weights"));
    }

    /** The updater is there, is built, and costs a firmware nothing that does not call it. */
    @Test
    void anUpdatablePackageHasWhatTakesUpdates() throws IOException {
        Path out = folder.resolve("out");
        Path model = Checkout.fixture("bert-f32-gelu");
        Path inputs = model.resolve("golden.jsonl");
        Call.succeeding("compile", model, "--name", "x", "--calibration", inputs, "--updatable", "-o", out);
        assertThat(out.resolve("x_image.bin")).exists();
        assertThat(out.resolve("include/thimble/store.h")).exists();
        assertThat(out.resolve("CMakeLists.txt")).content().contains("src/update.c", "src/lms.c");
        assertTellsCosts(out);
        Call.succeeding("build", out);
        Call verified = Call.succeeding("verify", out, "--target", "all", "--json");
        assertThat(verified.document().path("targets"))
                .hasSize(2)
                .allSatisfy(
                        target -> assertThat(target.path("mismatches").asInt()).isZero());
    }

    /** Code of at most 16 KiB, and RAM of at most 2 KiB. */
    private static void assertTellsCosts(Path out) throws IOException {
        JsonNode report = report(out);
        assertThat(report.path("image").path("bytes").asLong()).isEqualTo(Files.size(out.resolve("x_image.bin")));
        assertThat(report.path("image").path("selftest").asLong()).isGreaterThan(Integer.BYTES);
        JsonNode updater = report.path("updater");
        assertThat(updater.path("measured_on").asText()).isEqualTo("mps2-an386");
        assertThat(updater.path("code_bytes").asInt()).isBetween(1, 16_384);
        assertThat(updater.path("ram_bytes").asInt()).isBetween(1, 2_048);
        assertThat(updater.properties())
                .extracting(Map.Entry::getKey)
                .anyMatch(figure -> figure.startsWith("worst_case_stack_bytes_of_"))
                .anyMatch(figure -> figure.startsWith("instructions_for_a_signature_of_"))
                .anyMatch(figure -> figure.startsWith("instructions_for_a_kibibyte_of_"));
        assertThat(out.resolve("report.html")).content().contains("<h2>Updates</h2>", "<td>code bytes</td>");
    }

    @Test
    void whatIsUpdatableIsNotLinked() {
        for (String other : List.of("--weights=c", "--single-file")) {
            Call call = Call.thimble("compile", Checkout.MODEL, "--updatable", other, "-o", folder.resolve("out"));
            assertThat(call.status()).isEqualTo(2);
            assertThat(call.diagnostics()).singleElement().asString().startsWith("error[THM-08");
        }
    }

    /** What is not there yet is neither computed nor answered. */
    @Test
    void thereIsRoomForLabelsThatComeLater() throws IOException {
        Path out = folder.resolve("out");
        Path model = Checkout.fixture("bert-f32-gelu");
        Path inputs = model.resolve("golden.jsonl");
        Call.succeeding(
                "compile",
                model,
                "--name",
                "x",
                "--calibration",
                inputs,
                "--weights",
                "blob",
                "--max-labels",
                12,
                "--no-selftest",
                "-o",
                out);
        assertThat(out.resolve("include/x.h")).content().contains("#define THIMBLE_X_LABELS 12u\n");
        assertThat(report(out).path("image").path("selftest").asInt()).isEqualTo(Integer.BYTES);
        assertThat(report(out).path("image").path("max_labels").asInt()).isEqualTo(12);
        assertThat(report(out).has("updater")).isFalse();
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out, "--target", "all", "--trace").status())
                .isZero();
        JsonNode answer = Call.succeeding("run", out, "--target", "host", "--text", "a", "--json")
                .document();
        assertThat(answer.path("logits_q"))
                .hasSameSizeAs(report(out).path("model").path("labels"));
    }

    @Test
    void thereIsNoRoomForLabelsThatAreLinkedNorForFewerThanThereAre() {
        assertRefused("error[THM-0834]", "--max-labels", "12");
        assertRefused("error[THM-0834]", "--no-selftest");
        assertRefused("error[THM-0835]", "--max-labels", "1", "--updatable");
        assertRefused("error[THM-0835]", "--max-labels", "65536", "--weights", "blob");
    }

    private void assertRefused(String diagnostic, String... options) {
        List<Object> words =
                new ArrayList<>(List.of("compile", Checkout.fixture("bert-f32-gelu"), "-o", folder.resolve("out")));
        words.addAll(List.of(options));
        Call call = Call.thimble(words.toArray());
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.diagnostics()).singleElement().asString().startsWith(diagnostic);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static JsonNode report(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("report.json").toFile());
    }

    @Test
    void anotherWordIsRefused() {
        Call call = Call.thimble("compile", Checkout.MODEL, "--weights", "zip", "-o", folder.resolve("out"));
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.diagnostics())
                .singleElement()
                .asString()
                .isEqualTo("error[THM-0825]: \"zip\" is no form of weights (--weights) write c or blob");
    }
}
