package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.cli.bench.BenchModel;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.target.TargetCore;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Optimization;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory that models of known shapes need; the weights are random, since they change no size. */
class ShapesTest {
    private static final int KIB = 1024;

    @TempDir
    static Path folder;

    private static JsonNode compiled(Path model, Object... options) throws IOException {
        return calibrated(
                model, Files.writeString(folder.resolve("some.tsv"), "label 0\tbaba kiki\nlabel 1\tlolo\n"), options);
    }

    private static JsonNode calibrated(Path model, Path sentences, Object... options) throws IOException {
        Path out = folder.resolve(model.getFileName() + "-package");
        List<Object> words = new ArrayList<>(List.of("compile", model, "-o", out, "--calibration", sentences));
        words.addAll(List.of(options));
        Call.succeeding(words.toArray());
        return new ObjectMapper().readTree(out.resolve("report.json").toFile());
    }

    private static long arena(JsonNode report) {
        JsonNode ram = report.path("memory").path("ram");
        assertThat(ram.path("arena_gap").asLong(-1)).isZero();
        assertThat(ram.path("arena").asLong())
                .isEqualTo(ram.path("arena_lower_bound").asLong());
        return ram.path("arena").asLong();
    }

    @Test
    void embBertOfThePaperFitsWhereItsAuthorsNeed781Kilobytes() throws IOException {
        JsonNode report = compiled(RandomFolder.embBert(folder.resolve("embbert")));
        JsonNode flash = report.path("memory").path("flash");
        assertThat(arena(report)).isLessThanOrEqualTo(72 * KIB);
        assertThat(flash.path("weights").asLong() + flash.path("tables").asLong() + arena(report))
                .isLessThanOrEqualTo(450_000);
        assertThat(flash.path("tokenizer").asLong()).isBetween(1L, 64_000L);
        assertThat(codeAtOs(folder.resolve("embbert-package"), report.path("model")))
                .isBetween(1L, 24L * KIB);
    }

    @Test
    void embeddingsAreReadInPartsWhereRealSentencesLoseTooMuch() throws IOException {
        Path model = RandomFolder.embBert(folder.resolve("parts"));
        Path many = syllables(64);
        assertThat(fineEmbeddings(compiled(model)).isMissingNode()).isTrue();
        assertThat(fineEmbeddings(calibrated(model, many, "--no-fine-embeddings"))
                        .isMissingNode())
                .isTrue();
        JsonNode effect = fineEmbeddings(calibrated(model, many));
        assertThat(effect.path("kept").asBoolean()).isTrue();
        assertThat(effect.path("logits_sqnr_db_with").asDouble())
                .isGreaterThanOrEqualTo(effect.path("logits_sqnr_db_without").asDouble() + 0.5);
    }

    private static Path syllables(int lines) throws IOException {
        Random random = new Random(47);
        List<String> text = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            text.add("label 0\t"
                    + random.ints(6, 'a', 'z' + 1)
                            .mapToObj(letter -> Character.toString(letter).repeat(2))
                            .collect(Collectors.joining(" ")));
        }
        return Files.write(folder.resolve("syllables.tsv"), text);
    }

    /** What the report says of it, after all other passes that were tried. */
    private static JsonNode fineEmbeddings(JsonNode report) {
        JsonNode passes = report.path("quantization").path("passes");
        JsonNode last = passes.path(passes.size() - 1);
        return last.path("pass").asText().equals("fine-embeddings") ? last : last.path("none");
    }

    /** Bytes of runtime, model and tokenizer, without their constants. */
    private static long codeAtOs(Path out, JsonNode model) throws IOException {
        Path copy = Checkout.copy(out, folder.resolve("small"));
        Toolchain tools = Toolchain.onPath();
        FirmwareArtifacts built = new FirmwareBuild(
                        tools, Boards.load(Checkout.INSTALLATION).named("mps2-an386"))
                .build(
                        new CompiledPackage(copy, model.path("name").asText()),
                        FirmwareOptions.plain().optimized(Optimization.SIZE));
        return PackageBuild.modelCode(built);
    }

    @Test
    void bertTinyFitsWith128PositionsAndWith512() throws IOException {
        JsonNode small = compiled(RandomFolder.bertTiny(folder.resolve("tiny128"), 128));
        assertThat(arena(small)).isLessThanOrEqualTo(56 * KIB);
        JsonNode large = compiled(RandomFolder.bertTiny(folder.resolve("tiny512"), 512));
        assertThat(arena(large)).isLessThanOrEqualTo(208 * KIB);
        JsonNode least = compiled(folder.resolve("tiny512"), "--optimize", "ram");
        assertThat(arena(least)).isLessThanOrEqualTo(170 * KIB);
        JsonNode balanced = compiled(folder.resolve("tiny512"), "--optimize", "balanced");
        assertThat(arena(balanced)).isBetween(arena(least), arena(large));
    }

    @Test
    void benchMeasuresTheCThatWasCompiledForAGoal() throws IOException {
        Path model = RandomFolder.bertTiny(folder.resolve("measured"), 32);
        for (Goal goal : Goal.values()) {
            compiled(model, "--optimize", goal.word());
            Path out = folder.resolve("measured-package");
            OutModel compiled = OutFolder.open(out).model(Optional.empty());
            Boards boards = Boards.load(Checkout.INSTALLATION);
            BenchModel measured = BenchModel.of(compiled, boards);
            TargetCore target = boards.named(compiled.out().board()).target();
            for (Map.Entry<String, byte[]> file :
                    measured.code(Checkout.INSTALLATION, target).files().entrySet()) {
                assertThat(out.resolve(file.getKey())).as(goal.word()).hasBinaryContent(file.getValue());
            }
        }
    }
}
