package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.GraphTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote; {@code tools/fixtures/checkpoints.py} tells how. */
class TorchFilesTest {
    private static final Path FILES =
            Path.of(System.getProperty("thimble.root")).resolve("compiler/frontend/src/test/resources/checkpoints");

    @TempDir
    Path temporary;

    private Path folder(String weights, String name) throws IOException {
        Path folder = Files.createDirectories(
                Files.createTempDirectory(temporary, "files").resolve("Model"));
        for (String file : List.of("config.json", "vocab.txt")) {
            Files.copy(FILES.resolve(file), folder.resolve(file));
        }
        Files.copy(FILES.resolve(weights), folder.resolve(name));
        return folder;
    }

    private LoadedModel checkpoint(String name) throws IOException {
        return ModelFolder.load(folder(name + ".bin", "pytorch_model.bin"));
    }

    private LoadedModel safetensors(String name) throws IOException {
        return ModelFolder.load(folder(name + ".safetensors", "model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model",
                "older",
                "older_names",
                "older_one_storage",
                "protocol_4",
                "protocol_5",
                "parameters",
                "one_storage",
                "transposed",
                "data_parallel"
            })
    void everyFormIsTheModelThatSafetensorsHold(String name) throws IOException {
        checkSame(checkpoint(name), safetensors("model"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float16", "bfloat16", "float64"})
    void everyFormatOfNumbersIsReadAsInSafetensors(String name) throws IOException {
        checkSame(checkpoint(name), safetensors(name));
    }

    private static void checkSame(LoadedModel one, LoadedModel other) {
        assertThat(one.model().sha256()).isEqualTo(other.model().sha256());
        assertThat(values(one)).isEqualTo(values(other));
        assertThat(one.warnings()).isEmpty();
        assertThat(one.model().labels()).containsExactly("LABEL_0", "LABEL_1");
    }

    private static List<String> values(LoadedModel loaded) {
        return GraphTensors.of(loaded.model().graph()).stream()
                .map(tensor -> tensor.name() + Arrays.toString(tensor.toArray()))
                .toList();
    }

    @Test
    void theModelComputesWhatPyTorchComputes() throws IOException {
        OrderedExecutor executor =
                new OrderedExecutor(checkpoint("older_names").model().graph());
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(FILES.resolve("golden.jsonl"))) {
            JsonNode golden = mapper.readTree(line);
            float[] logits = executor.logits(mapper.convertValue(golden.get("input_ids"), int[].class));
            assertThat(logits).containsExactly(mapper.convertValue(golden.get("logits"), float[].class), within(1e-5f));
        }
    }

    /** Numbers of 64 bits that were once of 32 are the same, those of 16 are others. */
    @Test
    void whatIsRoundedIsAnotherModel() throws IOException {
        String plain = safetensors("model").model().sha256();
        assertThat(checkpoint("float64").model().sha256()).isEqualTo(plain);
        assertThat(checkpoint("float16").model().sha256())
                .isNotEqualTo(plain)
                .isNotEqualTo(checkpoint("bfloat16").model().sha256());
    }

    @ParameterizedTest
    @CsvSource({
        "whole_model, THM-0155, BertForSequenceClassification",
        "below_a_key, THM-0167, state_dict",
        "training, THM-0167, state_dict",
        "pretraining, THM-0145, no classifier",
        "attribute, THM-0154, _rebuild_parameter_with_state",
        "quantized, THM-0154, _rebuild_qtensor",
        "sparse, THM-0154, _rebuild_sparse_tensor",
        "conjugate, THM-0156, marks of a view"
    })
    void whatIsNoPlainStateDictIsRefusedByName(String name, String code, String what) {
        assertThatThrownBy(() -> checkpoint(name))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContainingAll(code, what, "(pytorch_model.bin)");
    }
}
