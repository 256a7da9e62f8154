package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.GraphTensors;
import dev.thimble.core.text.GraphText;
import dev.thimble.testing.TinyFolder;
import dev.thimble.testing.TinyFolder.Raw;
import dev.thimble.testing.TorchFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of published weights gives the model that the same tensors give as safetensors. */
class CheckpointFolderTest {
    private static final String QUERY = "bert.encoder.layer.0.attention.self.query.weight";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({"true, 2", "true, 3", "true, 4", "true, 5", "false, 2", "false, 4"})
    void bothFormsOfACheckpointAreTheModel(boolean isArchive, int protocol) throws IOException {
        for (TinyFolder folder : List.of(TinyFolder.bert(7), TinyFolder.embBert(7))) {
            TorchFile file = TorchFile.of(folder.tensors());
            checkSame(folder, isArchive ? file.archive(protocol) : file.older(protocol));
        }
    }

    private void checkSame(TinyFolder folder, byte[] checkpoint) throws IOException {
        Path parent = Files.createTempDirectory(temporary, "pair");
        LoadedModel plain = ModelFolder.load(folder.write(Files.createDirectory(parent.resolve("plain"))));
        LoadedModel other = ModelFolder.load(CheckpointFolder.write(folder, parent.resolve("other"), checkpoint));
        checkSame(plain, other);
    }

    private static void checkSame(LoadedModel plain, LoadedModel other) {
        assertThat(other.model().sha256()).isEqualTo(plain.model().sha256());
        assertThat(text(other.model().graph())).isEqualTo(text(plain.model().graph()));
        assertThat(values(other.model())).isEqualTo(values(plain.model()));
        assertThat(other.model().parameters()).isEqualTo(plain.model().parameters());
        assertThat(other.warnings()).isEqualTo(plain.warnings());
    }

    private static String text(Graph graph) {
        return GraphText.print(graph).text();
    }

    private static List<String> values(Model model) {
        return GraphTensors.of(model.graph()).stream()
                .map(tensor -> Arrays.toString(tensor.toArray()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
    void everyFormatOfNumbersIsRead(String dtype) throws IOException {
        TinyFolder folder = TinyFolder.bert(3);
        folder.tensors().replaceAll((name, raw) -> converted(raw, dtype));
        checkSame(folder, TorchFile.of(folder.tensors()).archive(2));
        checkSame(folder, TorchFile.of(folder.tensors()).older(2));
    }

    private static Raw converted(Raw raw, String dtype) {
        ByteBuffer from = ByteBuffer.wrap(raw.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = new byte[raw.bytes().length / 4 * TorchFile.width(dtype)];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            float value = from.getFloat();
            switch (dtype) {
                case "F64" -> to.putDouble(value);
                case "F16" -> to.putShort(half(value));
                case "BF16" -> to.putShort((short) (Float.floatToIntBits(value) >>> 16));
                default -> to.putFloat(value);
            }
        }
        return new Raw(dtype, raw.shape(), bytes);
    }

    /** Of the sizes that weights have, rounded towards 0. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = ((bits >>> 23) & 0xFF) - 112;
        return (short) (exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3FF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"I64", "I32", "I16", "I8", "U8", "BOOL"})
    void aBufferOfIntegersIsLeftAloneAndAMatrixOfThemRefused(String dtype) throws IOException {
        TinyFolder folder = TinyFolder.bert(3);
        byte[] bytes = new byte[6 * TorchFile.width(dtype)];
        Arrays.fill(bytes, (byte) 1);
        folder.tensors().put("bert.embeddings.position_ids", new Raw(dtype, List.of(1, 6), bytes));
        checkSame(folder, TorchFile.of(folder.tensors()).archive(2));
        folder.tensors().put(QUERY, new Raw(dtype, List.of(8, 8), new byte[64 * TorchFile.width(dtype)]));
        byte[] checkpoint = TorchFile.of(folder.tensors()).archive(2);
        Path written = CheckpointFolder.write(folder, temporary, checkpoint);
        assertThatThrownBy(() -> ModelFolder.load(written))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0130")
                .hasMessageContaining("pytorch_model.bin");
    }

    /** What fine-tuning of a conversion from TensorFlow leaves: old names, no name of the body, a buffer. */
    @Test
    void namesOfOlderConversionsAreKnown() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        LoadedModel plain = ModelFolder.load(folder.write(Files.createDirectory(temporary.resolve("new"))));
        folder.rename(name -> name.replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta")
                .replaceFirst("^bert\\.", ""));
        folder.tensors().put("embeddings.position_ids", new Raw("I64", List.of(1, 6), new byte[48]));
        checkSame(folder, TorchFile.of(folder.tensors()).older(2));
        LoadedModel older = ModelFolder.load(CheckpointFolder.write(folder, temporary));
        checkSame(plain, older);
        assertThat(older.warnings()).isEmpty();
    }

    /** Names that meet stay as they are, and the newer one is read. */
    @Test
    void aNormOfBothNamesIsTheNewerOne() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        LoadedModel plain = ModelFolder.load(folder.write(Files.createDirectory(temporary.resolve("one"))));
        folder.put("bert.embeddings.LayerNorm.gamma", new float[8], 8);
        LoadedModel both = ModelFolder.load(CheckpointFolder.write(folder, temporary));
        assertThat(both.model().sha256()).isEqualTo(plain.model().sha256());
        assertThat(both.warnings()).singleElement().asString().contains("bert.embeddings.LayerNorm.gamma");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void withoutLabelsThereAreAsManyAsRowsOfTheClassifier(int rows) throws IOException {
        for (String wrapper : List.of("", "module.")) {
            TinyFolder folder = TinyFolder.bert(4);
            folder.config().remove("id2label");
            folder.put("classifier.weight", new float[8 * rows], rows, 8);
            folder.put("classifier.bias", new float[rows], rows);
            folder.rename(name -> wrapper + name);
            Path parent = Files.createTempDirectory(temporary, "labels");
            Model model =
                    ModelFolder.load(CheckpointFolder.write(folder, parent)).model();
            assertThat(model.labels())
                    .isEqualTo(
                            IntStream.range(0, rows).mapToObj(i -> "LABEL_" + i).toList());
        }
    }

    @Test
    void aClassifierOfOneRowIsARegression() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        folder.config().remove("id2label");
        folder.put("classifier.weight", new float[8], 1, 8);
        folder.put("classifier.bias", new float[1], 1);
        Path written = CheckpointFolder.write(folder, temporary);
        assertThatThrownBy(() -> ModelFolder.load(written)).hasMessageContaining("THM-0142");
    }

    @Test
    void aCheckpointOfPretrainingHasNoClassifier() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        folder.tensors().keySet().removeIf(name -> name.startsWith("classifier"));
        folder.put("cls.predictions.bias", new float[12], 12);
        Path written = CheckpointFolder.write(folder, temporary);
        assertThatThrownBy(() -> ModelFolder.load(written))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0145")
                .hasMessageContaining("classifier.weight (pytorch_model.bin)");
    }

    @Test
    void safetensorsCountWhereBothAreThere() throws IOException {
        Path written = TinyFolder.bert(4).write(temporary);
        String digest = ModelFolder.load(written).model().sha256();
        Files.writeString(written.resolve("pytorch_model.bin"), "no checkpoint at all");
        assertThat(ModelFolder.load(written).model().sha256()).isEqualTo(digest);
    }

    /** What a clone without Git LFS has, and what is no file. */
    @Test
    void whatIsNotTheFileItselfIsNotOpened() throws IOException {
        Path pointer = CheckpointFolder.write(
                TinyFolder.bert(4),
                temporary.resolve("pointer"),
                RefusalCases.POINTER.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ModelFolder.load(pointer)).hasMessageContaining("THM-0138");
        Path device = CheckpointFolder.write(TinyFolder.bert(4), temporary.resolve("device"));
        Files.delete(device.resolve("pytorch_model.bin"));
        Files.createDirectory(device.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> ModelFolder.load(device)).hasMessageContaining("THM-0137");
    }

    /** A matrix that was transposed in memory, and one storage for all: what is saved are views. */
    @Test
    void viewsAreReadAsTheyAreSeen() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        TorchFile file = TorchFile.of(folder.tensors());
        byte[] columns = new byte[256];
        byte[] rows = folder.tensors().get(QUERY).bytes();
        for (int i = 0; i < 64; i++) {
            System.arraycopy(rows, 4 * i, columns, 4 * (i % 8 * 8 + i / 8), 4);
        }
        String key = file.tensors().get(QUERY).key();
        file.storages().put(key, new TorchFile.Stored("F32", columns));
        file.tensors().put(QUERY, new TorchFile.Seen(key, 0, new long[] {8, 8}, new long[] {1, 8}));
        checkSame(folder, file.archive(2));
        checkSame(folder, file.older(2));
    }

    @Test
    void oneStorageMayHoldTensorsThatOverlap() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        TorchFile file = TorchFile.of(folder.tensors());
        byte[] table =
                folder.tensors().get("bert.embeddings.word_embeddings.weight").bytes();
        folder.tensors().put("bert.pooler.dense.weight", new Raw("F32", List.of(8, 8), seen(table, 3, 8, 8, 2)));
        folder.tensors().put("bert.pooler.dense.bias", new Raw("F32", List.of(8), seen(table, 95, 1, 0, 0)));
        file.tensors()
                .put("bert.pooler.dense.weight", new TorchFile.Seen("0", 3, new long[] {8, 8}, new long[] {8, 2}));
        file.tensors().put("bert.pooler.dense.bias", new TorchFile.Seen("0", 95, new long[] {8}, new long[] {0}));
        assertThat(file.tensors().get("bert.embeddings.word_embeddings.weight").key())
                .isEqualTo("0");
        dropUnused(file);
        checkSame(folder, file.archive(2));
        checkSame(folder, file.older(4));
    }

    private static void dropUnused(TorchFile file) {
        List<String> used =
                file.tensors().values().stream().map(TorchFile.Seen::key).toList();
        file.storages().keySet().retainAll(used);
    }

    /** Eight by as many elements, or eight times one. */
    private static byte[] seen(byte[] table, int offset, int columns, int down, int right) {
        ByteBuffer from = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = new byte[4 * 8 * columns];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < columns; column++) {
                to.putInt(from.getInt(4 * (offset + down * row + right * column)));
            }
        }
        return bytes;
    }

    /** One bit of one value, anywhere. */
    @Test
    void theDigestChangesWithEachTensor() throws IOException {
        for (TinyFolder folder : List.of(TinyFolder.bert(4), TinyFolder.embBert(4))) {
            Set<String> digests = new HashSet<>();
            digests.add(digest(folder));
            Random random = new Random(4);
            for (Raw raw : folder.tensors().values()) {
                int at = 4 * random.nextInt(raw.bytes().length / 4);
                raw.bytes()[at] ^= (byte) (1 << random.nextInt(8));
                assertThat(digests.add(digest(folder))).isTrue();
            }
        }
    }

    private String digest(TinyFolder folder) throws IOException {
        return ModelFolder.load(folder.write(Files.createTempDirectory(temporary, "digest")))
                .model()
                .sha256();
    }

    /** What is computed with decides, not what else lies in the file, nor where. */
    @Test
    void theDigestIsOfTheTensorsThatTakePart() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        String before = digest(folder);
        folder.put("cls.predictions.bias", new float[12], 12);
        List<String> names = new ArrayList<>(folder.tensors().keySet());
        Collections.reverse(names);
        names.forEach(name -> folder.tensors().put(name, folder.tensors().remove(name)));
        assertThat(digest(folder)).isEqualTo(before);
    }
}
