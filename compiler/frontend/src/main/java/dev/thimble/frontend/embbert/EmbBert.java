package dev.thimble.frontend.embbert;

import dev.thimble.core.ir.Graph;
import dev.thimble.frontend.architecture.Architecture;
import dev.thimble.frontend.architecture.Weights;
import dev.thimble.frontend.config.ConfigObject;
import java.util.List;
import java.util.Set;

/** EmbBERT's {@code SequenceClassifier}, which is code beside the weights: no library has defaults for it. */
public final class EmbBert implements Architecture<EmbBertConfig> {
    @Override
    public String name() {
        return "SequenceClassifier";
    }

    @Override
    public String modelType() {
        return "EmbBERT";
    }

    @Override
    public EmbBertConfig read(ConfigObject config, List<String> labels) {
        refuseOtherThan(config, "hidden_act", "activation", "\"silu\"");
        refuseOtherThan(config, "num_attention_heads", "a number of attention heads of", "1");
        return new EmbBertConfig(
                config.extent("vocab_size"),
                config.extent("max_length"),
                config.extent("hidden_size"),
                config.integer("num_hidden_layers", 1, ConfigObject.MOST_LAYERS),
                config.extent("reduced_embedding"),
                config.extent("kernel_size"),
                config.integerOr(1, "forward_expansion", 1, 64),
                labels);
    }

    private static void refuseOtherThan(ConfigObject config, String key, String noun, String only) {
        config.value(key).filter(value -> !value.toString().equals(only)).ifPresent(value -> {
            throw ConfigObject.unsupported(key, noun, value);
        });
    }

    /** The architecture's own code, which is what is lowered here. */
    @Override
    public Set<String> ownKeys() {
        return Set.of("auto_map");
    }

    @Override
    public String tokenTable() {
        return EmbBertLowering.TOKENS;
    }

    @Override
    public Graph lower(String name, EmbBertConfig config, Weights weights, int maxTokens) {
        return EmbBertLowering.lower(name, config, weights, maxTokens);
    }
}
