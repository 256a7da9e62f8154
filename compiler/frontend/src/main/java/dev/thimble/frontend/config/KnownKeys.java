package dev.thimble.frontend.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known about keys that the lowerings do not read. */
public final class KnownKeys {
    /**
     * Keys that change the logits unless they hold one of these values (as JSON). An empty list: any value but null
     * changes them.
     */
    private static final Map<String, List<String>> NEUTRAL = new TreeMap<>(Map.ofEntries(
            Map.entry("adapter_fusion", List.of()),
            Map.entry("adapters", List.of()),
            Map.entry("add_cross_attention", List.of("false")),
            Map.entry("attention_bias", List.of("true")),
            Map.entry("attention_window", List.of()),
            Map.entry("compression_config", List.of()),
            Map.entry("cross_attention_hidden_size", List.of()),
            Map.entry("embedding_size", List.of()),
            Map.entry("head_dim", List.of()),
            Map.entry("is_causal", List.of("false")),
            Map.entry("is_decoder", List.of("false")),
            Map.entry("is_encoder_decoder", List.of("false")),
            Map.entry("num_key_value_heads", List.of()),
            Map.entry("peft_config", List.of()),
            Map.entry("pooler_type", List.of("\"first_token_transform\"")),
            Map.entry("position_embedding_type", List.of("\"absolute\"")),
            Map.entry("pruned_heads", List.of("{}")),
            Map.entry("quantization_config", List.of()),
            Map.entry("rope_parameters", List.of()),
            Map.entry("rope_scaling", List.of()),
            Map.entry("rope_theta", List.of()),
            Map.entry("rotary_value", List.of("false")),
            Map.entry("sliding_window", List.of())));

    /** Keys that do not reach the logits of one sequence: training, generation, bookkeeping. */
    private static final Set<String> HARMLESS = Set.of(
            "_attn_implementation",
            "_attn_implementation_autoset",
            "_commit_hash",
            "_name_or_path",
            "_num_labels",
            "attention_probs_dropout_prob",
            "attn_implementation",
            "bad_words_ids",
            "begin_suppress_tokens",
            "bos_token_id",
            "chunk_size_feed_forward",
            "classifier_dropout",
            "cls_token_id",
            "decoder_start_token_id",
            "directionality",
            "diversity_penalty",
            "do_sample",
            "dropout",
            "dtype",
            "early_stopping",
            "encoder_no_repeat_ngram_size",
            "eos_token_id",
            "exponential_decay_length_penalty",
            "finetuning_task",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "gradient_checkpointing",
            "hidden_dropout_prob",
            "initializer_range",
            "length_penalty",
            "mask_token_id",
            "max_length",
            "min_length",
            "no_repeat_ngram_size",
            "num_beam_groups",
            "num_beams",
            "num_return_sequences",
            "output_attentions",
            "output_hidden_states",
            "output_past",
            "output_scores",
            "pad_token_id",
            "pooler_fc_size",
            "pooler_num_attention_heads",
            "pooler_num_fc_layers",
            "pooler_size_per_head",
            "prefix",
            "remove_invalid_values",
            "repetition_penalty",
            "return_dict",
            "return_dict_in_generate",
            "sep_token_id",
            "suppress_tokens",
            "task_specific_params",
            "temperature",
            "tf_legacy_loss",
            "tie_encoder_decoder",
            "tie_word_embeddings",
            "tokenizer_class",
            "top_k",
            "top_p",
            "torch_dtype",
            "torchscript",
            "transformers_version",
            "typical_p",
            "unk_token_id",
            "use_bfloat16",
            "use_cache");

    private KnownKeys() {}

    /**
     * Refuses the first key whose value would change the logits.
     *
     * @param own keys that the architecture judges itself
     */
    public static void refuseWhatMatters(ConfigObject config, Set<String> own) {
        config.value("problem_type").ifPresent(KnownKeys::checkProblem);
        NEUTRAL.forEach((key, neutral) -> {
            if (!own.contains(key)) {
                refuseUnless(config, key, neutral);
            }
        });
    }

    private static void refuseUnless(ConfigObject config, String key, List<String> neutral) {
        config.value(key).filter(value -> !neutral.contains(value.toString())).ifPresent(value -> {
            throw ConfigObject.unsupported(key, key, value);
        });
    }

    private static void checkProblem(JsonNode type) {
        String where = ConfigObject.at("problem_type");
        switch (type.asText()) {
            case "single_label_classification" -> {}
            case "regression" -> throw new ThimbleException(ModelProblem.REGRESSION.at(where, "problem_type says so"));
            case "multi_label_classification" -> throw new ThimbleException(ModelProblem.MULTI_LABEL.at(where));
            default -> throw ConfigObject.unsupported("problem_type", "problem_type", type);
        }
    }

    /**
     * One warning for each key that is neither read nor known.
     *
     * @param own keys that the architecture judges itself
     */
    public static List<Diagnostic> unknown(ConfigObject config, Set<String> own) {
        return config.notAsked().stream()
                .filter(key -> !HARMLESS.contains(key) && !own.contains(key))
                .map(KnownKeys::unknown)
                .toList();
    }

    private static Diagnostic unknown(String key) {
        String shown = ConfigObject.shown(TextNode.valueOf(key));
        return ModelProblem.CONFIG_KEY_UNKNOWN.warningAt(ConfigObject.FILE, shown);
    }
}
