package dev.thimble.frontend.bert;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.Graph;
import dev.thimble.frontend.architecture.Architecture;
import dev.thimble.frontend.architecture.TensorNames;
import dev.thimble.frontend.architecture.Weights;
import dev.thimble.frontend.config.ConfigObject;
import java.util.List;
import java.util.Set;

/** {@code BertForSequenceClassification} of transformers. Defaults for absent keys are those of its {@code BertConfig}. */
public final class Bert implements Architecture<BertConfig> {
    private static final String BODY = "bert.";
    private static final List<String> PARTS_OF_BODY = List.of("embeddings.", "encoder.", "pooler.");

    @Override
    public String name() {
        return "BertForSequenceClassification";
    }

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public BertConfig read(ConfigObject config, List<String> labels) {
        refuseCustomCode(config);
        int hidden = config.extentOr(768, "hidden_size");
        return new BertConfig(
                config.extentOr(30_522, "vocab_size"),
                config.extentOr(512, "max_position_embeddings"),
                config.extentOr(2, "type_vocab_size"),
                hidden,
                config.integerOr(12, "num_hidden_layers", 0, ConfigObject.MOST_LAYERS),
                heads(config, hidden),
                config.extentOr(3072, "intermediate_size"),
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
        int heads = config.extentOr(12, "num_attention_heads");
        if (hidden % heads != 0) {
            throw new ThimbleException(
                    ModelProblem.HEADS_DO_NOT_DIVIDE.at(ConfigObject.at("num_attention_heads"), heads, hidden));
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

    /**
     * Checkpoints converted from TensorFlow call a norm's gain gamma and its bias beta; a model that was saved without its
     * head's class lacks the name of its body.
     */
    @Override
    public TensorNames names(Set<String> inFile) {
        TensorNames names = TensorNames.of(inFile).renamed(Bert::withNewNorms);
        boolean isBare = names.names().stream().noneMatch(name -> name.startsWith(BODY));
        return isBare ? names.renamed(Bert::withBody) : names;
    }

    private static String withNewNorms(String name) {
        return name.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
                .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
    }

    private static String withBody(String name) {
        return PARTS_OF_BODY.stream().anyMatch(name::startsWith) ? BODY + name : name;
    }

    /** Heads of pre-training and buffers. */
    @Override
    public boolean isHarmless(String tensor) {
        return tensor.startsWith("cls.")
                || tensor.equals("bert.embeddings.position_ids")
                || tensor.equals("bert.embeddings.token_type_ids");
    }

    @Override
    public String tokenTable() {
        return BertLowering.TOKENS;
    }

    @Override
    public Graph lower(String name, BertConfig config, Weights weights, int maxTokens) {
        return BertLowering.lower(name, config, weights, maxTokens);
    }
}
