package dev.thimble.tokenizer.model;

import java.util.Map;

/**
 * Greedy longest match from the left.
 *
 * @param vocabulary every token with its id
 * @param unknownId the id of a word that cannot be put together
 * @param prefix what tokens begin with that continue a word; may be empty
 * @param maxWordChars words of more characters are unknown; 0 or more
 */
public record WordPiece(Map<String, Integer> vocabulary, int unknownId, String prefix, int maxWordChars)
        implements TokenModel {
    /** Copies the vocabulary. */
    public WordPiece {
        vocabulary = Map.copyOf(vocabulary);
    }
}
