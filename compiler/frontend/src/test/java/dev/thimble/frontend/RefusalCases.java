package dev.thimble.frontend;

import dev.thimble.testing.TinyFolder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Folders that must be refused: what is done to a good one, by name. */
final class RefusalCases {
    private static final String QUERY = "bert.encoder.layer.0.attention.self.query.weight";
    private static final String CLASSIFIER = "classifier.bias";

    private final Map<String, Consumer<TinyFolder>> cases = new LinkedHashMap<>();

    private RefusalCases() {
        configuration();
        labels();
        header();
        entries();
        tensors();
    }

    static Map<String, Consumer<TinyFolder>> all() {
        return new RefusalCases().cases;
    }

    private void configuration() {
        key("architectures", "[\"RobertaForSequenceClassification\"]");
        cases.put("neither architectures nor model_type", folder -> {
            folder.config().remove("architectures");
            folder.config().remove("model_type");
        });
        cases.put("no architectures, and a model_type of another", folder -> {
            folder.set("architectures", "[]");
            folder.set("model_type", "\"distilbert\"");
        });
        key("architectures", "[\"BertForSequenceClassification\", \"BertModel\"]");
        key("architectures", "[\"BertForPreTraining\"]");
        key("model_type", "\"roberta\"");
        key("hidden_act", "\"quick_gelu\"");
        key("hidden_act", "\"gelu_10\"");
        key("hidden_act", "7");
        key("position_embedding_type", "\"relative_key\"");
        key("is_decoder", "true");
        key("add_cross_attention", "true");
        key("problem_type", "\"regression\"");
        key("problem_type", "\"multi_label_classification\"");
        key("pruned_heads", "{\"0\": [1]}");
        key("quantization_config", "{\"bits\": 4}");
        key("auto_map", "{\"AutoModel\": \"code.Model\"}");
        key("num_attention_heads", "3");
        key("num_attention_heads", "0");
        key("hidden_size", "-8");
        key("hidden_size", "1e3");
        key("hidden_size", "99999999999999999999");
        key("layer_norm_eps", "\"small\"");
        cases.put("a folder of the other architecture's shape", folder -> {
            folder.set("architectures", "[\"SequenceClassifier\"]");
            folder.set("model_type", "\"EmbBERT\"");
            folder.set("num_attention_heads", "1");
            folder.config().remove("hidden_act");
        });
        cases.put("a configuration cut short", folder -> folder.otherFiles().put("config.json", "{\"hidden_size\": "));
        cases.put(
                "a configuration that is a list", folder -> folder.otherFiles().put("config.json", "[]"));
        cases.put(
                "a configuration that is a pointer",
                folder -> folder.otherFiles().put("config.json", POINTER));
        cases.put(
                "weights that are a pointer", folder -> folder.file(bytes -> POINTER.getBytes(StandardCharsets.UTF_8)));
        cases.put(
                "a vocabulary that is a pointer", folder -> folder.otherFiles().put("vocab.txt", POINTER));
        cases.put("a tokenizer that is a pointer", folder -> folder.otherFiles().put("tokenizer.json", POINTER));
        cases.put("an empty configuration", folder -> folder.otherFiles().put("config.json", ""));
        cases.put(
                "a key given twice",
                folder -> folder.otherFiles().put("config.json", "{\"hidden_size\": 1, \"hidden_size\": 2}"));
    }

    private void labels() {
        key("id2label", "{\"0\": \"no\", \"2\": \"yes\", \"3\": \"maybe\"}");
        key("id2label", "{\"0\": \"no\"}");
        key("id2label", "[\"no\", \"yes\"]");
        key("num_labels", "4");
        cases.put("num_labels 1 and no names", folder -> {
            folder.config().remove("id2label");
            folder.set("num_labels", "1");
        });
        cases.put("65,536 labels", folder -> {
            folder.config().remove("id2label");
            folder.set("num_labels", "65536");
        });
        cases.put("a label of 4,096 bytes", folder -> folder.set("id2label", names("é".repeat(2048))));
        cases.put("a label with U+0000", folder -> folder.set("id2label", names("a\\u0000b")));
        cases.put(
                "half a surrogate pair in a label",
                folder -> folder.otherFiles()
                        .put("config.json", folder.config().toString().replace("maybe", "\\ud800")));
    }

    private static String names(String last) {
        return "{\"0\": \"no\", \"1\": \"yes\", \"2\": \"" + last + "\"}";
    }

    private void header() {
        bytes("no bytes at all", file -> new byte[0]);
        bytes("seven bytes", file -> Arrays.copyOf(file, 7));
        bytes("cut in the header", file -> Arrays.copyOf(file, 100));
        bytes("cut in the data", file -> Arrays.copyOf(file, file.length - 5));
        bytes("bytes after the end", file -> Arrays.copyOf(file, file.length + 5));
        bytes("a header of 2^60 bytes", file -> claiming(file, 1L << 60));
        bytes("a header of 2^64 - 1 bytes", file -> claiming(file, -1));
        bytes("a header of 90 MB", file -> claiming(file, 90_000_000));
        bytes("a header that is not JSON", file -> TinyFolder.safetensors("not json", new byte[4]));
        bytes("a header that is a list", file -> TinyFolder.safetensors("[1]", new byte[4]));
        bytes("a header that goes on", file -> TinyFolder.safetensors("{} {}", new byte[0]));
        bytes("a header nested 5,000 deep", file -> TinyFolder.safetensors("{\"a\":" + "[".repeat(5000), new byte[0]));
        bytes("an empty header", file -> TinyFolder.safetensors("{}", new byte[0]));
    }

    private static byte[] claiming(byte[] file, long length) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        return file;
    }

    private void entries() {
        entry("a tensor named twice", "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},", 2);
        entry("no dtype", "\"a\":{\"shape\":[0],\"data_offsets\":[0,0]},", 1);
        entry("no shape", "\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,0]},", 1);
        entry("a negative extent", "\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,0]},", 1);
        entry("a fractional extent", "\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,0]},", 1);
        entry("three offsets", "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0,0]},", 1);
        entry("an entry that is null", "\"a\":null,", 1);
        entry("offsets backwards", "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[8,4]},", 1);
        entry(
                "offsets out of range",
                "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[99999996,100000000]},",
                1);
        entry(
                "offsets beyond 64 bits",
                "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,36893488147419103236]},",
                1);
        entry("overlapping tensors", "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]},", 1);
        entry(
                "a shape whose product wraps to zero",
                "\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]},",
                1);
        entry(
                "a shape that disagrees with the offsets",
                "\"a\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,4]},",
                1);
        entry(
                "a name with control characters",
                "\"\\u001b[31m\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,0]},",
                1);
    }

    private void entry(String name, String json, int times) {
        cases.put(name, folder -> folder.header(header -> "{" + json.repeat(times) + header.substring(1)));
    }

    private void tensors() {
        cases.put("a missing tensor", folder -> folder.tensors().remove(QUERY));
        cases.put("no classifier", folder -> folder.tensors().keySet().removeIf(name -> name.startsWith("classifier")));
        cases.put("names of two wrappers that meet", folder -> {
            folder.tensors().put("_orig_mod." + QUERY, folder.tensors().get(QUERY));
            folder.tensors().put("module." + QUERY, folder.tensors().remove(QUERY));
        });
        cases.put("no pooler", folder -> folder.tensors().keySet().removeIf(name -> name.contains("pooler")));
        cases.put("a tensor of another shape", folder -> folder.put(QUERY, new float[72], 9, 8));
        cases.put("a matrix where a vector belongs", folder -> folder.put(CLASSIFIER, new float[3], 3, 1));
        cases.put("a configuration with more rows", folder -> folder.set("vocab_size", "13"));
        cases.put("a NaN", folder -> spoil(folder, QUERY, 19, Float.NaN));
        cases.put("an infinity", folder -> spoil(folder, CLASSIFIER, 2, Float.NEGATIVE_INFINITY));
        cases.put("a needed tensor of integers", folder -> retype(folder, "I32"));
        cases.put("a needed tensor of an unknown type", folder -> retype(folder, "Q4_K"));
        cases.put(
                "more tokens than embeddings",
                folder -> folder.otherFiles().merge("vocab.txt", "h\ni\nj\n", String::concat));
    }

    private static void spoil(TinyFolder folder, String name, int index, float value) {
        float[] values = folder.values(name);
        values[index] = value;
        folder.put(name, values, folder.tensors().get(name).shape().toArray(Integer[]::new));
    }

    private static void retype(TinyFolder folder, String dtype) {
        folder.tensors().computeIfPresent(QUERY, (name, raw) -> new TinyFolder.Raw(dtype, raw.shape(), raw.bytes()));
    }

    /** What a clone without Git LFS has in the place of each file. */
    static final String POINTER = """
            version https://git-lfs.github.com/spec/v1
            oid sha256:0000000000000000000000000000000000000000000000000000000000000000
            size 437955512
            """;

    private void key(String key, String json) {
        cases.put(key + " " + json, folder -> folder.set(key, json));
    }

    private void bytes(String name, UnaryOperator<byte[]> edit) {
        cases.put(name, folder -> folder.file(edit));
    }

    /** Files left out of a good folder, with what lies there instead. */
    static Map<String, List<String>> missingFiles() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        files.put("config.json", List.of());
        files.put("model.safetensors", List.of());
        files.put("vocab.txt", List.of());
        files.put("model.safetensors, index", List.of("model.safetensors.index.json"));
        files.put("model.safetensors, index of another name", List.of("model.fp16.safetensors.index.json"));
        files.put("model.safetensors, pickle", List.of("pytorch_model.bin", "training_args.bin"));
        files.put("model.safetensors, pickle of another name", List.of("best.pt", "training_args.bin"));
        files.put("model.safetensors, TensorFlow", List.of("tf_model.h5"));
        files.put("model.safetensors, Flax", List.of("flax_model.msgpack", "optimizer.pt"));
        files.put("model.safetensors, ONNX", List.of("model.onnx"));
        files.put("model.safetensors, another name", List.of("model.fp16.safetensors"));
        files.put("model.safetensors, adapter", List.of("adapter_config.json", "adapter_model.safetensors"));
        files.put("vocab.txt, another form", List.of("vocab.json", "merges.txt"));
        return files;
    }
}
