package dev.thimble.frontend;

import dev.thimble.core.ir.Graph;
import dev.thimble.tokenizer.TokenizerSpec;
import java.util.List;

/**
 * A model as read from its folder.
 *
 * @param name a C identifier in lower case
 * @param architecture as config.json names it
 * @param sha256 of config.json, model.safetensors, tokenizer.json, vocab.txt, tokenizer_config.json,
 *     special_tokens_map.json and added_tokens.json, those there are, each behind its name and its length; 64 hexadecimal
 *     digits
 * @param parameters number of trained values
 * @param labels the classes, in the order of the logits
 * @param graph what it computes
 * @param tokenizer how text becomes token ids, each below the rows of the token embedding
 */
public record Model(
        String name,
        String architecture,
        String sha256,
        long parameters,
        List<String> labels,
        Graph graph,
        TokenizerSpec tokenizer) {
    /** Copies the list. */
    public Model {
        labels = List.copyOf(labels);
    }

    /** The same model under another name. */
    public Model named(String other) {
        Graph renamed = new Graph(other, graph.maxTokens(), graph.nodes());
        return new Model(other, architecture, sha256, parameters, labels, renamed, tokenizer);
    }
}
