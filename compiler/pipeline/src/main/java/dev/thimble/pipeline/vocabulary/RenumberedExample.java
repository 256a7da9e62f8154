package dev.thimble.pipeline.vocabulary;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.VocabularyProblem;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.verify.data.Example;
import java.util.List;

/** Lines of data files name token ids of the model as it was trained. */
public final class RenumberedExample {
    private RenumberedExample() {}

    /**
     * The line with the ids of the smaller vocabulary; where an entry went, its text alone.
     *
     * @throws ThimbleException where there is no text
     */
    public static Example of(Example example, KeptEntries kept) {
        if (example.ids().isEmpty()) {
            return example;
        }
        requireEntries(example, kept);
        List<Integer> now = kept.nowAll(example.ids());
        if (now.isEmpty() && example.text().isEmpty()) {
            throw new ThimbleException(VocabularyProblem.ENTRY_GONE.at(
                    example.line() == 0 ? "input_ids" : "line " + example.line(), gone(example, kept)));
        }
        return new Example(example.line(), example.text(), now, example.label(), example.index(), example.logits());
    }

    /** The lines of a file, likewise. */
    public static List<Example> all(List<Example> examples, KeptEntries kept) {
        return examples.stream().map(example -> of(example, kept)).toList();
    }

    private static void requireEntries(Example example, KeptEntries kept) {
        example.ids().stream()
                .filter(id -> id < 0 || id >= kept.entries())
                .findFirst()
                .ifPresent(id -> {
                    throw new ThimbleException(InputProblem.LINE_UNUSABLE.at(
                            "input_ids",
                            example.line(),
                            "it names the token id " + id + ", and the model has " + kept.entries() + " entries"));
                });
    }

    private static int gone(Example example, KeptEntries kept) {
        return example.ids().stream()
                .filter(id -> kept.now(id).isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
