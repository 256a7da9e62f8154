package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.GraphTensors;
import dev.thimble.core.ir.Op;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.testing.TinyFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which a model folder comes, and the files that it is made of. */
class FolderFormsTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"_orig_mod.", "module.", "module._orig_mod.", "_orig_mod.module."})
    void whatTrainingWrapsAroundNamesIsTakenOff(String wrapper) throws IOException {
        Model plain = load(TinyFolder.bert(5)).model();
        TinyFolder wrapped = TinyFolder.bert(5);
        wrapped.rename(name -> wrapper + name);
        LoadedModel loaded = ModelFolder.load(wrapped.write(Files.createDirectory(temporary.resolve("wrapped"))));
        assertThat(values(loaded.model())).isEqualTo(values(plain));
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void aWrapperInsideANameIsTakenOffToo() throws IOException {
        Model plain = load(TinyFolder.bert(5)).model();
        TinyFolder wrapped = TinyFolder.bert(5);
        wrapped.rename(name -> name.replace("bert.", "bert._orig_mod."));
        LoadedModel loaded = ModelFolder.load(wrapped.write(Files.createDirectory(temporary.resolve("wrapped"))));
        assertThat(values(loaded.model())).isEqualTo(values(plain));
    }

    @Test
    void theBodysNameMayBeMissing() throws IOException {
        Model plain = load(TinyFolder.bert(5)).model();
        TinyFolder bare = TinyFolder.bert(5);
        bare.rename(name -> name.replaceFirst("^bert\\.", ""));
        LoadedModel loaded = ModelFolder.load(bare.write(Files.createDirectory(temporary.resolve("bare"))));
        assertThat(values(loaded.model())).isEqualTo(values(plain));
        assertThat(loaded.warnings()).isEmpty();
    }

    private static List<String> values(Model model) {
        return GraphTensors.of(model.graph()).stream()
                .map(tensor -> Arrays.toString(tensor.toArray()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]"})
    void withoutArchitecturesTheTypeDecides(String architectures) throws IOException {
        TinyFolder folder = TinyFolder.bert(5);
        folder.set("architectures", architectures);
        assertThat(load(folder).model().architecture()).isEqualTo("BertForSequenceClassification");
    }

    @Test
    void anArchitectureThatIsNoListIsRefused() throws IOException {
        TinyFolder folder = TinyFolder.bert(5);
        folder.set("architectures", "{\"0\": \"BertForSequenceClassification\"}");
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(ThimbleException.class)
                .hasMessageStartingWith("error[THM-0115]: the architecture {\"0\":\"Bert");
    }

    @ParameterizedTest
    @CsvSource({
        "gelu_python, GELU",
        "gelu_fast, GELU_TANH",
        "gelu_accurate, GELU_TANH",
        "gelu_python_tanh, GELU_TANH",
        "swish, SILU"
    })
    void otherNamesOfAnActivationAreKnown(String name, ActivationKind kind) throws IOException {
        TinyFolder folder = TinyFolder.bert(5);
        folder.set("hidden_act", "\"" + name + "\"");
        Op.Activation activation = (Op.Activation) load(folder)
                .model()
                .graph()
                .node("layer.0.feed_forward.activation")
                .op();
        assertThat(activation.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "6, 6", "512, 6", "1e30, 6", "1000000000000000019884624838656, 6"})
    void theTokenizersLongestTextIsTheDefault(String limit, int expected) throws IOException {
        TinyFolder folder = TinyFolder.bert(5);
        folder.otherFiles().put("tokenizer_config.json", "{\"model_max_length\": " + limit + "}");
        assertThat(load(folder).model().graph().maxTokens()).isEqualTo(expected);
    }

    @Test
    void moreThanTheTokenizersLongestTextMayBeAskedFor() throws IOException {
        TinyFolder folder = TinyFolder.bert(5);
        folder.otherFiles().put("tokenizer_config.json", "{\"model_max_length\": 4}");
        Path written = folder.write(temporary);
        assertThat(ModelFolder.load(written, Optional.of(6)).model().graph().maxTokens())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "vocab.txt",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json"
            })
    void theDigestChangesWithEachFile(String file) throws IOException {
        TinyFolder folder = TinyFolder.bert(3);
        for (String name : List.of("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json")) {
            folder.otherFiles().put(name, "{}");
        }
        Path written = folder.write(temporary);
        String before = Digests.sha256(written, Collections.emptySortedMap());
        Files.writeString(written.resolve(file), "\n", StandardOpenOption.APPEND);
        assertThat(Digests.sha256(written, Collections.emptySortedMap())).isNotEqualTo(before);
    }

    @Test
    void noByteMovesFromOneFileToTheNextUnnoticed() throws IOException {
        Path one = Files.createDirectory(temporary.resolve("one"));
        Files.writeString(one.resolve("vocab.txt"), "ab");
        Files.writeString(one.resolve("tokenizer_config.json"), "c");
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.writeString(other.resolve("vocab.txt"), "a");
        Files.writeString(other.resolve("tokenizer_config.json"), "bc");
        assertThat(Digests.sha256(one, Collections.emptySortedMap()))
                .isNotEqualTo(Digests.sha256(other, Collections.emptySortedMap()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "vocab.txt", "tokenizer.json", "added_tokens.json"})
    void whatIsNoRegularFileIsNotOpened(String file) throws IOException {
        Path written = TinyFolder.bert(3).write(temporary);
        Files.deleteIfExists(written.resolve(file));
        Files.createSymbolicLink(written.resolve(file), Path.of("/dev/zero"));
        assertThatThrownBy(() -> ModelFolder.load(written))
                .isInstanceOf(ThimbleException.class)
                .hasMessage("error[THM-0137]: this is no regular file (" + file
                        + ") a folder, a pipe or a device is not read");
    }

    @ParameterizedTest
    @EnumSource(ModelFile.class)
    void aFileOfMoreThanItsLimitIsNotRead(ModelFile file) throws IOException {
        Path written = TinyFolder.bert(3).write(temporary);
        try (RandomAccessFile sparse =
                new RandomAccessFile(written.resolve(file.fileName()).toFile(), "rw")) {
            sparse.setLength((1L << 30) + 1);
        }
        assertThatThrownBy(() -> ModelFolder.load(written))
                .isInstanceOf(ThimbleException.class)
                .hasMessageStartingWith("error[THM-0105]: the file has 1073741825 bytes, more than the ");
    }

    @ParameterizedTest
    @EnumSource(WeightsForm.class)
    void noFormOfWeightsIsReadBeyondItsLimit(WeightsForm form) throws IOException {
        Path written = TinyFolder.bert(3).write(temporary);
        Files.delete(written.resolve("model.safetensors"));
        try (RandomAccessFile sparse =
                new RandomAccessFile(written.resolve(form.file().name()).toFile(), "rw")) {
            sparse.setLength((1L << 30) + 1);
        }
        assertThatThrownBy(() -> ModelFolder.load(written))
                .isInstanceOf(ThimbleException.class)
                .hasMessageStartingWith("error[THM-0105]: the file has 1073741825 bytes, more than the ");
    }

    private LoadedModel load(TinyFolder folder) throws IOException {
        return ModelFolder.load(folder.write(temporary));
    }
}
