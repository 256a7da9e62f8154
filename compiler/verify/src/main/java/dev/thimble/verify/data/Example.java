package dev.thimble.verify.data;

import java.util.List;
import java.util.Optional;

/**
 * One line of a data file. At least one of text and ids is there; when ids are, they are used as they are.
 *
 * @param text what was said
 * @param ids token ids with their special tokens; empty when the text is to be tokenized
 * @param label the right answer, where known
 * @param logits the float reference's logits, where known; else empty
 */
public record Example(Optional<String> text, List<Integer> ids, Optional<String> label, List<Double> logits) {
    /** Copies the lists. */
    public Example {
        ids = List.copyOf(ids);
        logits = List.copyOf(logits);
    }

    /** An unlabelled text. */
    public static Example ofText(String text) {
        return new Example(Optional.of(text), List.of(), Optional.empty(), List.of());
    }

    /** Token ids alone. */
    public static Example ofIds(List<Integer> ids) {
        return new Example(Optional.empty(), ids, Optional.empty(), List.of());
    }
}
