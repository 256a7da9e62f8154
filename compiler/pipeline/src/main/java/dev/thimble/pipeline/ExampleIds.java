package dev.thimble.pipeline;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.tokenizer.Encoding;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Example;

/** The token ids of an example: its own, or its text's. */
public final class ExampleIds {
    private ExampleIds() {}

    /** The ids, cut to the model's longest sequence when they come from a text. */
    public static Encoding of(Example example, Tokenizer tokenizer, Graph graph) {
        if (example.ids().isEmpty()) {
            return tokenizer.encode(example.text().orElse(""), graph.maxTokens());
        }
        int vocabulary = graph.vocabulary();
        boolean known = example.ids().stream().allMatch(id -> id >= 0 && id < vocabulary);
        if (!known || example.ids().size() > graph.maxTokens()) {
            throw new ThimbleException(InputProblem.IDS_INVALID.at("input_ids", graph.maxTokens(), vocabulary));
        }
        return new Encoding(example.ids(), false);
    }
}
