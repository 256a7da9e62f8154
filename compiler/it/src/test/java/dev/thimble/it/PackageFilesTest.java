package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.folder.Version;
import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a package has besides its C: what makes it a library of several systems, and what tells people about it. */
class PackageFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CMakeLists.txt",
                "README.md",
                "idf_component.yml",
                "library.json",
                "zephyr/CMakeLists.txt",
                "zephyr/Kconfig",
                "zephyr/module.yml"
            })
    void eachIsWhatItWas(String path) throws IOException {
        Golden.compare("bert-f32-gelu/package/" + path, Files.readString(DropIn.OUT.resolve(path)));
        assertThat(DropIn.OUT.resolve(".thimble-package")).content().contains(" " + path + "\n");
    }

    @Test
    void theLicenceComesAlong() {
        assertThat(DropIn.OUT.resolve("LICENSE")).hasSameBinaryContentAs(Checkout.ROOT.resolve("LICENSE"));
    }

    @Test
    void oneVersionIsEverywhere() throws IOException {
        String[] parts = Version.NUMBER.split("\\.", -1);
        assertThat(DropIn.OUT.resolve("include/thimble/types.h"))
                .content()
                .contains("#define THIMBLE_VERSION_MAJOR " + parts[0] + "\n")
                .contains("#define THIMBLE_VERSION_MINOR " + parts[1] + "\n")
                .contains("#define THIMBLE_VERSION_PATCH " + parts[2] + "\n");
        assertThat(DropIn.OUT.resolve("include/tiny.h"))
                .content()
                .contains("#define THIMBLE_TINY_VERSION \"" + Version.NUMBER + "\"\n");
        assertThat(Checkout.ROOT.resolve("pom.xml")).content().contains("<version>" + Version.NUMBER + "-SNAPSHOT<");
        assertThat(report(DropIn.OUT).path("thimble").asText()).isEqualTo(Version.NUMBER);
    }

    @Test
    void theReportSaysWithWhichOptionsItWasMade() throws IOException {
        Path out = DropIn.compiled(
                folder.resolve("out"),
                "--name",
                "tiny",
                "--max-tokens",
                24,
                "--optimize",
                "ram",
                "--no-range-search",
                "--no-equalize",
                "--embedding-bits",
                "4.5",
                "--weights",
                "blob",
                "--no-selftest",
                "--board",
                "mps2-an385");
        JsonNode report = report(out);
        assertThat(report.path("board").asText()).isEqualTo("mps2-an385");
        assertThat(report.path("kernels").asText()).isEqualTo("armv7m");
        assertThat(report.path("form").asText()).isEqualTo("cmake");
        List<String> options = List.of(
                "--max-tokens 24",
                "--calibration",
                "--optimize ram",
                "--embedding-bits 4.5",
                "--no-range-search",
                "--no-fine-embeddings",
                "--no-equalize",
                "--weights blob",
                "--no-selftest");
        assertThat(report.path("options")).extracting(JsonNode::asText).containsExactlyElementsOf(options);
        assertThat(out.resolve("README.md")).content().contains("tiny: " + String.join(" ", options) + "\n");
    }

    /** Compiled again with what the report names, all is the same but what was measured on the way to the bits. */
    @Test
    void theOptionsOfAReportGiveTheSamePackage() throws IOException {
        Path first = DropIn.compiled(folder.resolve("first"), "--name", "tiny", "--fit", "--budget", 40_000);
        List<Object> words = new ArrayList<>(List.of("--name", "tiny", "--budget", 40_000));
        report(first).path("options").forEach(option -> {
            if (!option.asText().equals("--calibration")) {
                words.addAll(List.of(option.asText().split(" ", -1)));
            }
        });
        Path second = DropIn.compiled(folder.resolve("second"), words.toArray());
        List<Path> files = Checkout.files(first).stream()
                .filter(file -> !file.getFileName().toString().matches("manifest.json|report.*|.thimble-package"))
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        file -> assertThat(second.resolve(first.relativize(file).toString()))
                                .hasSameBinaryContentAs(file));
    }

    /** A label is anybody's text. It stands in an indented block, which no text on one line can leave. */
    @Test
    void labelsAreTextInTheReadme() throws IOException {
        Path model = Checkout.copy(Checkout.fixture("bert-f32-gelu"), folder.resolve("model"));
        ObjectNode config =
                (ObjectNode) JSON.readTree(model.resolve("config.json").toFile());
        List<String> evil =
                List.of("```\n# a heading", "<script>alert(1)</script>", "\u001b[31mred\u202e", "${x} #{y} ]]>");
        ObjectNode labels = (ObjectNode) config.path("id2label");
        int count = labels.size();
        for (int at = 0; at < count; at++) {
            labels.put(String.valueOf(at), evil.get(at % evil.size()) + at);
        }
        config.remove("label2id");
        Files.writeString(model.resolve("config.json"), config.toString());
        Path out = folder.resolve("out");
        Call.succeeding("compile", model, "--name", "tiny", "--calibration", model.resolve("golden.jsonl"), "-o", out);
        assertThat(Files.readAllLines(out.resolve("README.md")))
                .contains("    ```\\u000a# a heading0", "    <script>alert(1)</script>1")
                .doesNotContain("# a heading0");
        for (String file : List.of("CMakeLists.txt", "idf_component.yml", "library.json", "zephyr/Kconfig")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(DropIn.OUT.resolve(file));
        }
    }

    private static JsonNode report(Path out) throws IOException {
        return JSON.readTree(out.resolve("report.json").toFile());
    }
}
