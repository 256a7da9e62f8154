package dev.thimble.tokenizer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Greedy longest match from the left; a word with a place where nothing matches is unknown as a whole. */
final class WordPieceEncoder implements WordEncoder {
    private final WordPiece model;
    private final int longest;

    WordPieceEncoder(WordPiece model) {
        this.model = model;
        this.longest = model.vocabulary().keySet().stream()
                .mapToInt(token -> token.codePointCount(0, token.length()))
                .max()
                .orElse(0);
    }

    @Override
    public void encode(int[] word, IntConsumer ids) {
        List<Integer> pieces = word.length > model.maxWordChars() ? List.of() : pieces(word);
        if (pieces.isEmpty()) {
            ids.accept(model.unknownId());
        } else {
            pieces.forEach(ids::accept);
        }
    }

    /** The ids of the word's pieces; empty when there is no way. */
    private List<Integer> pieces(int[] word) {
        List<Integer> pieces = new ArrayList<>();
        int at = 0;
        while (at < word.length) {
            int end = longestMatch(word, at);
            if (end == at) {
                return List.of();
            }
            pieces.add(model.vocabulary().get(candidate(word, at, end)));
            at = end;
        }
        return pieces;
    }

    private int longestMatch(int[] word, int from) {
        int end = Math.min(word.length, from + longest);
        while (end > from && !model.vocabulary().containsKey(candidate(word, from, end))) {
            end--;
        }
        return end;
    }

    private String candidate(int[] word, int from, int end) {
        return (from > 0 ? model.prefix() : "") + new String(word, from, end - from);
    }
}
