package dev.thimble.verify.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line of a data file. At least one of text and ids is there; when ids are, they are used as they are.
 *
 * @param line where it stands in its file, from 1; 0 when it is of no file
 * @param text what was said
 * @param ids token ids with their special tokens; empty when the text is to be tokenized
 * @param label the right answer by its name, where known
 * @param index the right answer by its place among the labels, where that is known instead
 * @param logits the float reference's logits, where known; else empty
 */
public record Example(
        int line,
        Optional<String> text,
        List<Integer> ids,
        Optional<String> label,
        OptionalInt index,
        List<Double> logits) {
    /** Copies the lists. */
    public Example {
        ids = List.copyOf(ids);
        logits = List.copyOf(logits);
    }

    /** An unlabelled text. */
    public static Example ofText(String text) {
        return new Example(0, Optional.of(text), List.of(), Optional.empty(), OptionalInt.empty(), List.of());
    }

    /** Token ids. */
    public static Example ofIds(List<Integer> ids) {
        return new Example(0, Optional.empty(), ids, Optional.empty(), OptionalInt.empty(), List.of());
    }

    /** A text with its label. */
    static Example labelled(int line, String label, String text) {
        return new Example(line, Optional.of(text), List.of(), Optional.of(label), OptionalInt.empty(), List.of());
    }

    /** Whether the right answer is known. */
    public boolean isLabelled() {
        return label.isPresent() || index.isPresent();
    }
}
