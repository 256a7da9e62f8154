package dev.thimble.frontend.tokenizer;

import dev.thimble.tokenizer.normalize.Normalization;
import dev.thimble.tokenizer.normalize.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tokens that are added to a vocabulary, with the ids that the tokenizers library gives them: a known token keeps
 * its id, an unknown one gets the next, counted from the vocabulary's size or from behind the largest id added before.
 */
final class AddedVocabulary {
    private final Map<String, Integer> vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final SortedMap<Integer, Token> tokens = new TreeMap<>();
    private final Set<String> specials = new HashSet<>();

    AddedVocabulary(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Adds tokens in one call; those that are there already, in every respect, change nothing. */
    void add(List<Token> added) {
        added.stream().filter(Token::special).map(Token::content).forEach(specials::add);
        int next = tokens.isEmpty() ? vocabulary.size() : Math.max(tokens.lastKey() + 1, vocabulary.size());
        for (Token token : added) {
            boolean known = knows(token.content());
            int id = known ? id(token.content()) : next;
            if (!token.content().isEmpty() && !token.equals(tokens.get(id))) {
                next += known ? 0 : 1;
                put(id, token);
            }
        }
    }

    /** Adds a token whose id is known. */
    void put(int id, Token token) {
        ids.put(token.content(), id);
        tokens.put(id, token);
    }

    /** Whether a text has an id. */
    boolean knows(String content) {
        return ids.containsKey(content) || vocabulary.containsKey(content);
    }

    /** The id of a text that has one. */
    int id(String content) {
        Integer added = ids.get(content);
        return added == null ? vocabulary.get(content) : added;
    }

    /** Leaves out tokens that were never asked for and that the model has no row for. */
    void drop(Set<String> contents, int rows) {
        tokens.entrySet()
                .removeIf(entry -> entry.getKey() >= rows
                        && contents.contains(entry.getValue().content())
                        && !vocabulary.containsKey(entry.getValue().content()));
    }

    /**
     * Leaves out tokens that are added while the first normaliser is there and that the second, which replaces it, makes
     * another text of: the library looks for the old text and does not find it.
     */
    void dropChanged(Normalizer first, Normalizer second) {
        tokens.values().removeIf(token -> {
            int[] typed = token.content().codePoints().toArray();
            return token.normalized()
                    && !Arrays.equals(Normalization.apply(first, typed), Normalization.apply(second, typed));
        });
    }

    /** The tokens by their ids. */
    SortedMap<Integer, Token> tokens() {
        return tokens;
    }

    /** The same tokens, to which others can be added. */
    AddedVocabulary copy() {
        AddedVocabulary copy = new AddedVocabulary(vocabulary);
        copy.ids.putAll(ids);
        copy.tokens.putAll(tokens);
        copy.specials.addAll(specials);
        return copy;
    }

    /** The texts that are special tokens, or ever were. */
    Collection<String> specials() {
        return specials;
    }
}
