package dev.thimble.frontend;

import static dev.thimble.frontend.config.ConfigObject.at;
import static dev.thimble.frontend.config.ConfigObject.shown;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.frontend.bert.BertConfig;
import dev.thimble.frontend.config.ConfigObject;
import dev.thimble.frontend.config.KnownKeys;
import dev.thimble.frontend.config.Labels;
import dev.thimble.frontend.config.ModelConfig;
import dev.thimble.frontend.embbert.EmbBertConfig;
import dev.thimble.frontend.files.Json;
import dev.thimble.frontend.files.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads config.json. Defaults for absent keys are those of Hugging Face's configuration classes; anything that would
 * change the logits and is not handled is refused by name.
 */
public final class ConfigReader {
    /** The largest extent of any dimension: 2^20. */
    private static final int WIDEST = 1 << 20;

    private static final int MOST_LAYERS = 1024;

    /** The architectures with their model_type. */
    private static final Map<String, String> ARCHITECTURES =
            Map.of(BertConfig.ARCHITECTURE, "bert", EmbBertConfig.ARCHITECTURE, "EmbBERT");

    private ConfigReader() {}

    /**
     * Reads one configuration.
     *
     * @param folder holds config.json
     * @throws ThimbleException THM-0105 and THM-0110 to THM-0117, THM-0801
     */
    public static ReadConfig read(Path folder) {
        byte[] bytes = ModelFile.CONFIG.read(folder);
        ConfigObject config = new ConfigObject(Json.object(bytes, ConfigObject.FILE, ModelProblem.CONFIG_NOT_JSON));
        String architecture = architecture(config);
        KnownKeys.refuseWhatMatters(config);
        Labels labels = Labels.read(config);
        ModelConfig model = architecture.equals(BertConfig.ARCHITECTURE)
                ? bert(config, labels.names())
                : embBert(config, labels.names());
        List<Diagnostic> warnings = new ArrayList<>(labels.warnings());
        warnings.addAll(KnownKeys.unknown(config));
        return new ReadConfig(model, warnings);
    }

    /** The architecture, after model_type was found to agree with it; without a name the type decides. */
    private static String architecture(ConfigObject config) {
        JsonNode list =
                config.value("architectures").filter(value -> !value.isEmpty()).orElse(MissingNode.getInstance());
        Optional<String> type = config.text("model_type");
        if (list.isMissingNode()) {
            return ARCHITECTURES.entrySet().stream()
                    .filter(known -> type.equals(Optional.of(known.getValue())))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(ConfigReader::noArchitecture);
        }
        String name = list.size() == 1 ? list.path(0).asText() : "";
        if (!ARCHITECTURES.containsKey(name)) {
            throw unsupported("architectures", list.size() == 1 ? list.get(0) : list);
        }
        String found = type.orElse(ARCHITECTURES.get(name));
        if (!found.equals(ARCHITECTURES.get(name))) {
            throw unsupported("model_type", TextNode.valueOf(name + " of type " + found));
        }
        return name;
    }

    private static ThimbleException noArchitecture() {
        return new ThimbleException(ModelProblem.CONFIG_KEY_MISSING
                .at(ConfigObject.FILE, "architectures")
                .withHint("add the line \"architectures\": [\"BertForSequenceClassification\"] if that is what it is"));
    }

    private static ThimbleException unsupported(String key, JsonNode value) {
        return new ThimbleException(ModelProblem.ARCHITECTURE_UNSUPPORTED.at(at(key), shown(value)));
    }

    private static BertConfig bert(ConfigObject config, List<String> labels) {
        refuseCustomCode(config);
        int hidden = config.integerOr(768, "hidden_size", 1, WIDEST);
        return new BertConfig(
                config.integerOr(30_522, "vocab_size", 1, WIDEST),
                config.integerOr(512, "max_position_embeddings", 1, WIDEST),
                config.integerOr(2, "type_vocab_size", 1, WIDEST),
                hidden,
                config.integerOr(12, "num_hidden_layers", 0, MOST_LAYERS),
                heads(config, hidden),
                config.integerOr(3072, "intermediate_size", 1, WIDEST),
                activation(config),
                config.numberOr(1e-12, "layer_norm_eps", 1),
                labels);
    }

    /** Code beside the weights may compute anything; the class of that name in the library is then not what runs. */
    private static void refuseCustomCode(ConfigObject config) {
        config.value("auto_map").ifPresent(value -> {
            throw ConfigObject.unsupported("auto_map", "custom code", value);
        });
    }

    private static int heads(ConfigObject config, int hidden) {
        int heads = config.integerOr(12, "num_attention_heads", 1, WIDEST);
        if (hidden % heads != 0) {
            throw new ThimbleException(ModelProblem.HEADS_DO_NOT_DIVIDE.at(at("num_attention_heads"), heads, hidden));
        }
        return heads;
    }

    /** The names of transformers; those of one line compute the same, gelu_fast with a constant of ten digits. */
    private static ActivationKind activation(ConfigObject config) {
        String name = config.text("hidden_act").orElse("gelu");
        return switch (name) {
            case "gelu", "gelu_python" -> ActivationKind.GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate", "gelu_fast" ->
                ActivationKind.GELU_TANH;
            case "relu" -> ActivationKind.RELU;
            case "silu", "swish" -> ActivationKind.SILU;
            default -> throw ConfigObject.unsupported("hidden_act", "activation", TextNode.valueOf(name));
        };
    }

    private static EmbBertConfig embBert(ConfigObject config, List<String> labels) {
        refuseOtherThan(config, "hidden_act", "activation", "\"silu\"");
        refuseOtherThan(config, "num_attention_heads", "a number of attention heads of", "1");
        config.value("auto_map");
        return new EmbBertConfig(
                config.integer("vocab_size", 1, WIDEST),
                config.integer("max_length", 1, WIDEST),
                config.integer("hidden_size", 1, WIDEST),
                config.integer("num_hidden_layers", 1, MOST_LAYERS),
                config.integer("reduced_embedding", 1, WIDEST),
                config.integer("kernel_size", 1, WIDEST),
                config.integerOr(1, "forward_expansion", 1, 64),
                labels);
    }

    private static void refuseOtherThan(ConfigObject config, String key, String noun, String only) {
        config.value(key).filter(value -> !value.toString().equals(only)).ifPresent(value -> {
            throw ConfigObject.unsupported(key, noun, value);
        });
    }
}
