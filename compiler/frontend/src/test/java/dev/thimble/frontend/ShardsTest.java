package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.testing.TinyFolder;
import dev.thimble.testing.TinyFolder.Raw;
import dev.thimble.testing.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in several files are those of one, or are refused by the name of what is not where the index says. */
class ShardsTest {
    private static final String BIAS = "classifier.bias";

    @TempDir
    Path temporary;

    private final List<Map<String, Raw>> parts = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
    private final ObjectNode map = new ObjectMapper().createObjectNode();

    @ParameterizedTest
    @ValueSource(strings = {".safetensors", ".bin"})
    void severalFilesAreOneModel(String extension) throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        Path whole = folder.write(Files.createDirectory(temporary.resolve("whole")));
        split(folder, extension);
        Path shards = write(folder, extension);
        assertThat(ModelFolder.load(shards).model().sha256())
                .isEqualTo(ModelFolder.load(whole).model().sha256());
    }

    private void split(TinyFolder folder, String extension) {
        folder.tensors().forEach((name, raw) -> {
            int part = map.size() % 2;
            parts.get(part).put(name, raw);
            map.put(name, shard(part, extension));
        });
    }

    private static String shard(int part, String extension) {
        String stem = extension.equals(".bin") ? "pytorch_model" : "model";
        return stem + "-0000" + (part + 1) + "-of-00002" + extension;
    }

    private Path write(TinyFolder folder, String extension) throws IOException {
        Path written = folder.write(Files.createTempDirectory(temporary, "shards"));
        Files.delete(written.resolve("model.safetensors"));
        for (int part = 0; part < 2; part++) {
            Files.write(written.resolve(shard(part, extension)), bytes(parts.get(part), extension));
        }
        String index = extension.equals(".bin") ? "pytorch_model.bin.index.json" : "model.safetensors.index.json";
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.putObject("metadata").put("total_size", 1);
        root.set("weight_map", map);
        Files.writeString(written.resolve(index), root.toString());
        return written;
    }

    private byte[] bytes(Map<String, Raw> tensors, String extension) throws IOException {
        if (extension.equals(".bin")) {
            return TorchFile.of(tensors).archive(2);
        }
        TinyFolder part = TinyFolder.bert(0);
        part.tensors().clear();
        part.tensors().putAll(tensors);
        return Files.readAllBytes(
                part.write(Files.createTempDirectory(temporary, "part")).resolve("model.safetensors"));
    }

    private void checkRefused(Consumer<TinyFolder> damage, String... words) throws IOException {
        for (String extension : List.of(".safetensors", ".bin")) {
            map.removeAll();
            parts.forEach(Map::clear);
            TinyFolder folder = TinyFolder.bert(4);
            split(folder, extension);
            damage.accept(folder);
            Path written = write(folder, extension);
            assertThatThrownBy(() -> ModelFolder.load(written))
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void aTensorThatIsNotThereIsNamed() throws IOException {
        checkRefused(folder -> parts.forEach(part -> part.remove(BIAS)), "THM-0166", BIAS, "is not there");
    }

    @Test
    void aTensorThatTheIndexDoesNotKnowIsNamed() throws IOException {
        checkRefused(folder -> map.remove(BIAS), "THM-0166", BIAS, "in no file");
    }

    @Test
    void aTensorOfTwoFilesIsNamed() throws IOException {
        checkRefused(
                folder -> parts.forEach(part -> part.put(BIAS, folder.tensors().get(BIAS))), "THM-0166", BIAS, "is in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model-00001-of-00002",
                "/etc/model",
                "a/b",
                "a\\b",
                "..",
                "",
                "a\u0000b",
                "C:model",
                ".hidden",
                "\u001b[31m"
            })
    void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
        checkRefused(folder -> map.put(BIAS, name + ".bin"), "THM-0165");
        checkRefused(folder -> map.put(BIAS, name + ".safetensors"), "THM-0165");
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        split(TinyFolder.bert(4), ".bin");
        Path written = write(TinyFolder.bert(4), ".bin");
        Files.delete(written.resolve(shard(1, ".bin")));
        assertThatThrownBy(() -> ModelFolder.load(written))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContainingAll("THM-0101", shard(1, ".bin"), "pytorch_model.bin.index.json");
    }

    @Test
    void anIndexWithoutAMapIsRefused() throws IOException {
        for (String map : List.of("{}", "{\"weight_map\": {}}", "{\"weight_map\": {\"a\": 7}}", "[")) {
            Path written = TinyFolder.bert(4).write(Files.createTempDirectory(temporary, "index"));
            Files.delete(written.resolve("model.safetensors"));
            Files.writeString(written.resolve("model.safetensors.index.json"), map);
            assertThatThrownBy(() -> ModelFolder.load(written))
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-016");
        }
    }
}
