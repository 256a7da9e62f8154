package dev.thimble.frontend;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.tokenizer.TokenizerSpec;
import java.util.List;

/**
 * A model as read from its folder.
 *
 * @param name a C identifier in lower case
 * @param architecture as config.json names it
 * @param sha256 of config.json, tokenizer.json, vocab.txt, tokenizer_config.json, special_tokens_map.json and
 *     added_tokens.json, those there are, each behind its name and its length, and of every tensor that takes part, whatever
 *     form of file it is in; 64 hexadecimal digits
 * @param parameters number of trained values
 * @param task what it is for
 * @param graph what it computes
 * @param tokenizer how text becomes token ids, each below the rows of the token embedding
 */
public record Model(
        String name,
        String architecture,
        String sha256,
        long parameters,
        Task task,
        Graph graph,
        TokenizerSpec tokenizer) {
    /** Checks that the graph's output is what the task reads. */
    public Model {
        if (graph.output().shape().rows() != task.outputRows()) {
            throw new IllegalArgumentException(
                    task.word() + " of " + graph.output().shape());
        }
    }

    /** What the model chooses between, in the order of its outputs. */
    public List<String> labels() {
        return task.labels();
    }

    /** The same model with another graph, which chooses between other labels. */
    public Model with(Graph other, List<String> labels) {
        Task relabelled = Task.named(task.word(), labels).orElseThrow();
        return new Model(name, architecture, sha256, parameters, relabelled, other, tokenizer);
    }

    /** The same model under another name. */
    public Model named(String other) {
        Graph renamed = new Graph(other, graph.maxTokens(), graph.nodes());
        return new Model(other, architecture, sha256, parameters, task, renamed, tokenizer);
    }
}
