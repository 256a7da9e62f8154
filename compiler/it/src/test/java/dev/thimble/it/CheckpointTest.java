package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.frontend.safetensors.SafetensorsWriter;
import dev.thimble.frontend.weights.TensorStore;
import dev.thimble.testing.TinyFolder.Raw;
import dev.thimble.testing.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights as models are published, {@code pytorch_model.bin} among them: the whole way, and the same bytes at its end. */
class CheckpointTest {
    private static final String FIXTURE = "bert-f32-gelu";

    /** What PyTorch wrote: config.json names no labels, and there is a vocab.txt and no tokenizer.json. */
    private static final Path PUBLISHED = Checkout.ROOT.resolve("compiler/frontend/src/test/resources/checkpoints");

    private static final Map<String, Raw> TENSORS = new TreeMap<>();

    @TempDir
    static Path folder;

    private static Path plain;

    /** A form of the same tensors. */
    private enum Form {
        ARCHIVE,
        OLDER,
        OLDER_NAMES,
        CHECKPOINT_SHARDS,
        SAFETENSORS_SHARDS
    }

    @BeforeAll
    static void compileSafetensors() {
        TensorStore store = ModelFolder.weights(Checkout.fixture(FIXTURE));
        store.tensors().forEach((name, tensor) -> {
            List<Integer> shape = tensor.shape().stream().map(Math::toIntExact).toList();
            TENSORS.put(name, new Raw(tensor.dtype(), shape, store.elements(name)));
        });
        plain = compiled(Checkout.fixture(FIXTURE), "plain");
    }

    private static Path compiled(Path model, String name) {
        Path out = folder.resolve(name);
        Path calibration = Checkout.fixture(FIXTURE).resolve("golden.jsonl");
        Call.succeeding("compile", model, "--name", "tiny", "--calibration", calibration, "-o", out);
        return out;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyFormGivesTheSamePackage(Form form) throws IOException {
        Path model = folder.resolve(form + "-model");
        Checkout.copy(Checkout.fixture(FIXTURE), model);
        Files.delete(model.resolve("model.safetensors"));
        switch (form) {
            case ARCHIVE -> Files.write(checkpoint(model), TorchFile.of(TENSORS).archive(2));
            case OLDER -> Files.write(checkpoint(model), TorchFile.of(TENSORS).older(2));
            case OLDER_NAMES ->
                Files.write(checkpoint(model), TorchFile.of(olderNames()).older(2));
            case CHECKPOINT_SHARDS -> shards(model, "pytorch_model", ".bin");
            case SAFETENSORS_SHARDS -> shards(model, "model", ".safetensors");
        }
        checkSame(compiled(model, form.toString()));
    }

    private static Path checkpoint(Path model) {
        return model.resolve("pytorch_model.bin");
    }

    /** As conversions from TensorFlow called norms, with a buffer that older versions saved. */
    private static Map<String, Raw> olderNames() {
        Map<String, Raw> renamed = new LinkedHashMap<>();
        TENSORS.forEach((name, raw) -> renamed.put(
                name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"), raw));
        renamed.put("bert.embeddings.position_ids", new Raw("I64", List.of(1, 8), new byte[64]));
        assertThat(renamed).containsKey("bert.embeddings.LayerNorm.gamma");
        return renamed;
    }

    private static void shards(Path model, String stem, String extension) throws IOException {
        ObjectNode index = new ObjectMapper().createObjectNode();
        for (int part = 0; part < 3; part++) {
            String file = stem + "-0000" + (part + 1) + "-of-00003" + extension;
            Map<String, Raw> own = part(part);
            own.keySet().forEach(name -> index.withObject("/weight_map").put(name, file));
            byte[] bytes = extension.equals(".bin") ? TorchFile.of(own).archive(2) : safetensors(own);
            Files.write(model.resolve(file), bytes);
        }
        Files.writeString(model.resolve(stem + extension + ".index.json"), index.toString());
    }

    private static Map<String, Raw> part(int part) {
        return TENSORS.entrySet().stream()
                .filter(tensor -> tensor.getKey().length() % 3 == part)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static byte[] safetensors(Map<String, Raw> tensors) {
        SafetensorsWriter out = new SafetensorsWriter();
        tensors.forEach((name, raw) -> out.add(
                name, raw.dtype(), raw.shape().stream().map(Integer::longValue).toList(), raw.bytes()));
        return out.end();
    }

    private static void checkSame(Path out) throws IOException {
        List<Path> files = Checkout.files(plain);
        assertThat(Checkout.files(out).stream().map(out::relativize))
                .containsExactlyElementsOf(files.stream().map(plain::relativize).toList());
        for (Path file : files) {
            assertThat(out.resolve(plain.relativize(file))).hasSameBinaryContentAs(file);
        }
    }

    /** From the folder that PyTorch wrote to answers, bit for bit on the host and in the emulator. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "older_names.bin"})
    void aPublishedFolderGoesTheWholeWay(String weights) throws IOException {
        Path model = published(weights);
        Path data = Files.writeString(folder.resolve("data.tsv"), "LABEL_0\ta b c\nLABEL_1\tg f\nLABEL_0\td d\n");
        Path out = folder.resolve(weights + "-package");
        Call.succeeding("compile", model, "--name", "tiny", "--calibration", data, "-o", out);
        Call.succeeding("build", out);
        assertThat(Call.succeeding("verify", out, "--target", "all", "--vectors", PUBLISHED.resolve("golden.jsonl"))
                        .output())
                .contains("host: bit-exact", "qemu: bit-exact");
        assertThat(Call.succeeding("eval", out, "--data", data, "--json")
                        .document()
                        .get("agreement")
                        .asDouble())
                .isEqualTo(1);
        assertThat(Call.succeeding("run", out, "--target", "host", "--text", "a b", "--json")
                        .document()
                        .get("label")
                        .asText())
                .startsWith("LABEL_");
    }

    private static Path published(String weights) throws IOException {
        Path model = Files.createTempDirectory(folder, "published");
        for (String name : List.of("config.json", "vocab.txt")) {
            Files.copy(PUBLISHED.resolve(name), model.resolve(name));
        }
        Files.copy(PUBLISHED.resolve(weights), checkpoint(model));
        assertThat(model.resolve("config.json")).content().doesNotContain("label");
        return model;
    }

    /** One sentence, status 1, and nothing half-written. */
    @ParameterizedTest
    @ValueSource(strings = {"whole_model.bin", "training.bin", "pretraining.bin", "quantized.bin"})
    void whatIsNoStateDictOfTheModelIsRefused(String weights) throws IOException {
        Path out = folder.resolve(weights + "-package");
        Call refused = Call.thimble("compile", published(weights), "-o", out);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.diagnostics()).singleElement().asString().contains("error[THM-01", "(pytorch_model.bin)");
        assertThat(out).doesNotExist();
    }
}
