package dev.thimble.tokenizer;

import java.util.List;

/**
 * The ids of one text.
 *
 * @param ids with the template's special ids
 * @param truncated whether tokens were cut off to keep the limit
 */
public record Encoding(List<Integer> ids, boolean truncated) {
    /** Copies the ids. */
    public Encoding {
        ids = List.copyOf(ids);
    }
}
