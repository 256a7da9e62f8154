package dev.thimble.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Builds a small random model folder whose every part a test can bend before it is written. */
public final class TinyFolder {
    /** Entries of the vocabulary. */
    public static final int VOCABULARY = 12;

    /** The width of a token's row. */
    public static final int HIDDEN = 8;

    private static final int POSITIONS = 6;
    private static final int INNER = 10;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A tensor's header fields and bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Raw(String dtype, List<Integer> shape, byte[] bytes) {}

    private final ObjectNode config;
    private final Map<String, Raw> tensors = new LinkedHashMap<>();
    private final Map<String, String> otherFiles = new LinkedHashMap<>();
    private final Random random;
    private UnaryOperator<String> header = json -> json;
    private UnaryOperator<byte[]> file = bytes -> bytes;

    private TinyFolder(long seed, String config) {
        this.random = new Random(seed);
        this.config = (ObjectNode) parse(config);
    }

    /** A BERT classifier of one layer; the seed decides its weights. */
    public static TinyFolder bert(long seed) {
        TinyFolder folder = new TinyFolder(seed, """
                {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "hidden_act": "gelu",
                 "vocab_size": 12, "max_position_embeddings": 6, "type_vocab_size": 2, "hidden_size": 8,
                 "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 10,
                 "layer_norm_eps": 1e-12, "id2label": {"0": "no", "1": "yes", "2": "maybe"}}""");
        folder.bertTensors();
        folder.otherFiles.put("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\nf\ng\n");
        return folder;
    }

    /** An EmbBERT classifier of one layer; the seed decides its weights. */
    public static TinyFolder embBert(long seed) {
        TinyFolder folder = new TinyFolder(seed, """
                {"architectures": ["SequenceClassifier"], "model_type": "EmbBERT", "vocab_size": 12, "max_length": 6,
                 "hidden_size": 8, "num_hidden_layers": 1, "reduced_embedding": 3, "kernel_size": 4,
                 "forward_expansion": 2, "id2label": {"0": "no", "1": "yes"}}""");
        folder.embBertTensors();
        folder.otherFiles.put("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[MASK]\n[SEP]\na\nb\nc\nd\ne\nf\ng\n");
        return folder;
    }

    /** The object of config.json, to be changed. */
    public ObjectNode config() {
        return config;
    }

    /** The tensors by name, to be changed. */
    public Map<String, Raw> tensors() {
        return tensors;
    }

    /** The texts of all other files by name, to be changed; one called config.json is written over the object. */
    public Map<String, String> otherFiles() {
        return otherFiles;
    }

    private void bertTensors() {
        add("bert.embeddings.word_embeddings.weight", VOCABULARY, HIDDEN);
        add("bert.embeddings.position_embeddings.weight", POSITIONS, HIDDEN);
        add("bert.embeddings.token_type_embeddings.weight", 2, HIDDEN);
        norm("bert.embeddings.LayerNorm");
        String layer = "bert.encoder.layer.0.";
        for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
            linear(layer + "attention." + part, HIDDEN, HIDDEN);
        }
        norm(layer + "attention.output.LayerNorm");
        linear(layer + "intermediate.dense", INNER, HIDDEN);
        linear(layer + "output.dense", HIDDEN, INNER);
        norm(layer + "output.LayerNorm");
        linear("bert.pooler.dense", HIDDEN, HIDDEN);
        linear("classifier", 3, HIDDEN);
    }

    private void embBertTensors() {
        add("model.embedder.token.weight", VOCABULARY, 3);
        add("model.embedder.tok_expander.weight", HIDDEN, 3);
        add("model.embedder.position.weight", POSITIONS, 3);
        add("model.embedder.pos_expander.weight", HIDDEN, 3);
        add("model.embedder.sentence.weight", 3, HIDDEN);
        add("model.norms.0.weight", HIDDEN);
        String layer = "model.attentions.0.";
        for (String vector : List.of("q1", "k1", "q2", "k2")) {
            add(layer + "lambda_" + vector, HIDDEN);
        }
        linear(layer + "query", HIDDEN, HIDDEN);
        linear(layer + "att_output", HIDDEN, HIDDEN);
        add(layer + "conv1d.weight", 2 * HIDDEN, 1, 4);
        add(layer + "conv1d.bias", 2 * HIDDEN);
        linear(layer + "contract", HIDDEN, 2 * HIDDEN);
        linear("classifier", 2, HIDDEN);
    }

    private void linear(String name, int outputs, int inputs) {
        add(name + ".weight", outputs, inputs);
        add(name + ".bias", outputs);
    }

    private void norm(String name) {
        add(name + ".weight", HIDDEN);
        add(name + ".bias", HIDDEN);
    }

    private void add(String name, Integer... shape) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        put(name, values, shape);
    }

    /** Adds or replaces a tensor of dtype F32. */
    public void put(String name, float[] values, Integer... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        tensors.put(name, new Raw("F32", List.of(shape), bytes.array()));
    }

    /** The values of a tensor of dtype F32. */
    public float[] values(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(tensors.get(name).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Sets a key of config.json to a JSON value. */
    public void set(String key, String json) {
        config.set(key, parse(json));
    }

    /** Gives every tensor another name. */
    public void rename(UnaryOperator<String> edit) {
        Map<String, Raw> renamed = new LinkedHashMap<>();
        tensors.forEach((name, raw) -> renamed.put(edit.apply(name), raw));
        tensors.clear();
        tensors.putAll(renamed);
    }

    /** Bends the header's JSON text before its length is written. */
    public void header(UnaryOperator<String> edit) {
        header = edit;
    }

    /** Bends the bytes of model.safetensors. */
    public void file(UnaryOperator<byte[]> edit) {
        file = edit;
    }

    /** Writes the folder {@code Tiny-Model} below another, and returns it. */
    public Path write(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("Tiny-Model"));
        Files.writeString(folder.resolve("config.json"), config.toString());
        Files.write(folder.resolve("model.safetensors"), file.apply(safetensors()));
        for (Map.Entry<String, String> other : otherFiles.entrySet()) {
            Files.writeString(folder.resolve(other.getKey()), other.getValue());
        }
        return folder;
    }

    private byte[] safetensors() {
        ObjectNode entries = MAPPER.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        tensors.forEach((name, raw) -> {
            ObjectNode entry = entries.putObject(name).put("dtype", raw.dtype());
            raw.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(data.size()).add(data.size() + raw.bytes().length);
            data.writeBytes(raw.bytes());
        });
        return safetensors(header.apply(entries.toString()), data.toByteArray());
    }

    /** A file of the safetensors format: the length of the header, the header, the data. */
    public static byte[] safetensors(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return all.putLong(json.length).put(json).put(data).array();
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
