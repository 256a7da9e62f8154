package dev.thimble.tokenizer.postprocess;

import java.util.List;

/**
 * The special ids around a text; they are kept when the text is cut.
 *
 * @param before ids in front of the text's
 * @param after ids behind the text's
 */
public record Template(List<Integer> before, List<Integer> after) {
    /** Copies the lists. */
    public Template {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** How many ids the template adds. */
    public int size() {
        return before.size() + after.size();
    }
}
