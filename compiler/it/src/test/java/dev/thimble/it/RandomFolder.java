package dev.thimble.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A model folder of a wanted shape, made with random weights and a vocabulary of random syllables. It tells no label
 * from another; it has the sizes of a trained model.
 */
final class RandomFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 128;
    private static final int LABELS = 7;
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final Random random = new Random(1);
    private final Path folder;
    private final ObjectNode header = JSON.createObjectNode();
    private final List<float[]> tensors = new ArrayList<>();
    private long bytes;

    private RandomFolder(Path folder) {
        this.folder = folder;
    }

    /** BERT with 2 layers, 2 heads, hidden 128, feed-forward 512 and 4,096 WordPiece entries. */
    static Path bertTiny(Path folder, int positions) throws IOException {
        RandomFolder made = new RandomFolder(Files.createDirectories(folder));
        made.bertTensors(4096, positions);
        ObjectNode config = made.config("BertForSequenceClassification", "bert", 4096);
        config.put("hidden_act", "gelu")
                .put("intermediate_size", 4 * WIDTH)
                .put("layer_norm_eps", 1e-12)
                .put("max_position_embeddings", positions)
                .put("num_attention_heads", 2)
                .put("num_hidden_layers", 2)
                .put("type_vocab_size", 2);
        made.write(config, made.wordPiece(4096));
        return folder;
    }

    /** EmbBERT as its paper has it: 4 layers, hidden 128, embedding 16, kernel 32, 256 positions, 7,976 BPE entries. */
    static Path embBert(Path folder) throws IOException {
        RandomFolder made = new RandomFolder(Files.createDirectories(folder));
        made.embBertTensors(7976);
        ObjectNode config = made.config("SequenceClassifier", "EmbBERT", 7976);
        config.put("forward_expansion", 1)
                .put("kernel_size", 32)
                .put("max_length", 256)
                .put("num_attention_heads", 1)
                .put("num_hidden_layers", 4)
                .put("reduced_embedding", 16);
        made.write(config, made.bytePairs(7976));
        return folder;
    }

    private ObjectNode config(String architecture, String type, int vocabulary) {
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add(architecture);
        config.put("model_type", type).put("hidden_size", WIDTH).put("vocab_size", vocabulary);
        ObjectNode labels = config.putObject("id2label");
        for (int i = 0; i < LABELS; i++) {
            labels.put(Integer.toString(i), "label " + i);
        }
        return config;
    }

    private void tensor(String name, double scale, int... shape) {
        int size = 1;
        ArrayNode dims = JSON.createArrayNode();
        for (int extent : shape) {
            size *= extent;
            dims.add(extent);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        add(name, values, dims);
    }

    private void ones(String name) {
        float[] values = new float[WIDTH];
        java.util.Arrays.fill(values, 1);
        add(name, values, JSON.createArrayNode().add(WIDTH));
    }

    private void add(String name, float[] values, ArrayNode dims) {
        ObjectNode entry = header.putObject(name).put("dtype", "F32");
        entry.set("shape", dims);
        entry.putArray("data_offsets").add(bytes).add(bytes + 4L * values.length);
        bytes += 4L * values.length;
        tensors.add(values);
    }

    private void linear(String name, int outputs, int inputs) {
        tensor(name + ".weight", 1 / Math.sqrt(inputs), outputs, inputs);
        tensor(name + ".bias", 0.1, outputs);
    }

    private void norm(String name) {
        ones(name + ".weight");
        tensor(name + ".bias", 0.1, WIDTH);
    }

    private void bertTensors(int vocabulary, int positions) {
        tensor("bert.embeddings.word_embeddings.weight", 1, vocabulary, WIDTH);
        tensor("bert.embeddings.position_embeddings.weight", 1, positions, WIDTH);
        tensor("bert.embeddings.token_type_embeddings.weight", 1, 2, WIDTH);
        norm("bert.embeddings.LayerNorm");
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "bert.encoder.layer." + layer + ".";
            for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
                linear(prefix + "attention." + part, WIDTH, WIDTH);
            }
            norm(prefix + "attention.output.LayerNorm");
            linear(prefix + "intermediate.dense", 4 * WIDTH, WIDTH);
            linear(prefix + "output.dense", WIDTH, 4 * WIDTH);
            norm(prefix + "output.LayerNorm");
        }
        linear("bert.pooler.dense", WIDTH, WIDTH);
        linear("classifier", LABELS, WIDTH);
    }

    private void embBertTensors(int vocabulary) {
        tensor("model.embedder.token.weight", 1, vocabulary, 16);
        tensor("model.embedder.position.weight", 1, 256, 16);
        tensor("model.embedder.tok_expander.weight", 0.25, WIDTH, 16);
        tensor("model.embedder.pos_expander.weight", 0.25, WIDTH, 16);
        tensor("model.embedder.sentence.weight", 1, 3, WIDTH);
        for (int layer = 0; layer < 4; layer++) {
            String prefix = "model.attentions." + layer + ".";
            ones("model.norms." + layer + ".weight");
            for (String part : List.of("query", "att_output", "contract")) {
                linear(prefix + part, WIDTH, WIDTH);
            }
            tensor(prefix + "conv1d.weight", 0.2, WIDTH, 1, 32);
            tensor(prefix + "conv1d.bias", 0.1, WIDTH);
            for (String lambda : List.of("lambda_q1", "lambda_k1", "lambda_q2", "lambda_k2")) {
                tensor(prefix + lambda, 0.05, WIDTH);
            }
        }
        linear("classifier", LABELS, WIDTH);
    }

    /** Words and continuations of one to four syllables. */
    private ObjectNode wordPiece(int size) {
        Set<String> entries = new LinkedHashSet<>(SPECIAL);
        LETTERS.chars().mapToObj(Character::toString).forEach(letter -> {
            entries.add(letter);
            entries.add("##" + letter);
        });
        while (entries.size() < size) {
            String word = syllables(1 + random.nextInt(4));
            entries.add(random.nextInt(4) == 0 ? "##" + word : word);
        }
        ObjectNode model = JSON.createObjectNode()
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100);
        number(model, entries);
        return model;
    }

    private String syllables(int count) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < count; i++) {
            word.append(LETTERS.charAt(random.nextInt(26))).append("aeiou".charAt(random.nextInt(5)));
        }
        return word.toString();
    }

    /** Merges of two earlier tokens, short ones more often than long ones. */
    private ObjectNode bytePairs(int size) {
        Set<String> entries = new LinkedHashSet<>(SPECIAL);
        LETTERS.chars().mapToObj(Character::toString).forEach(entries::add);
        List<String> parts = new ArrayList<>(List.copyOf(entries).subList(SPECIAL.size(), entries.size()));
        ObjectNode model = JSON.createObjectNode().put("type", "BPE").put("unk_token", "[UNK]");
        ArrayNode merges = model.putArray("merges");
        while (entries.size() < size) {
            String left = parts.get((int) (parts.size() * Math.pow(random.nextDouble(), 3)));
            String right = parts.get((int) (parts.size() * Math.pow(random.nextDouble(), 3)));
            if (left.length() + right.length() <= 12 && entries.add(left + right)) {
                parts.add(left + right);
                merges.addArray().add(left).add(right);
            }
        }
        number(model, entries);
        return model;
    }

    private static void number(ObjectNode model, Set<String> entries) {
        ObjectNode vocabulary = model.putObject("vocab");
        entries.forEach(entry -> vocabulary.put(entry, vocabulary.size()));
    }

    private void write(ObjectNode config, ObjectNode model) throws IOException {
        Files.writeString(folder.resolve("config.json"), config.toString());
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer(model).toString());
        // the class whose tokenizer is the file as it is
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
        byte[] head = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate((int) (Long.BYTES + head.length + bytes)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(head.length).put(head);
        for (float[] values : tensors) {
            for (float value : values) {
                file.putFloat(value);
            }
        }
        Files.write(folder.resolve("model.safetensors"), file.array());
    }

    private static ObjectNode tokenizer(ObjectNode model) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        for (String token : SPECIAL) {
            added.addObject()
                    .put("id", SPECIAL.indexOf(token))
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .put("strip_accents", true)
                .put("lowercase", true);
        boolean bpe = model.path("type").asText().equals("BPE");
        root.putObject("pre_tokenizer").put("type", bpe ? "Whitespace" : "BertPreTokenizer");
        root.set("model", model);
        return root;
    }
}
