package dev.thimble.tokenizer.model;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Byte-pair encoding over characters: the neighbouring pair of the lowest rank is merged first, the leftmost of equals.
 *
 * @param vocabulary every token with its id
 * @param merges by rank; no pair twice
 * @param unknownId the id of a character that is not in the vocabulary; empty: such characters vanish
 * @param fuseUnknown whether neighbouring unknown characters become one unknown
 * @param prefix stands before every character of a word but its first; may be empty
 * @param suffix stands behind a word's last character; may be empty
 */
public record Bpe(
        Map<String, Integer> vocabulary,
        List<Merge> merges,
        OptionalInt unknownId,
        boolean fuseUnknown,
        String prefix,
        String suffix)
        implements TokenModel {
    /** The longest token, in characters, that a merge may make: see {@link BpeEncoder}. */
    public static final int MAX_TOKEN_CHARS = 64;

    /** Copies vocabulary and merges. */
    public Bpe {
        vocabulary = Map.copyOf(vocabulary);
        merges = List.copyOf(merges);
    }
}
