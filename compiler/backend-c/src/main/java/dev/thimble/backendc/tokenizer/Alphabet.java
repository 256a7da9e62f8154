package dev.thimble.backendc.tokenizer;

import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.Normalization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the code points that the tokens hold: only those need telling apart. */
final class Alphabet {
    private final Map<Integer, Integer> counts = new HashMap<>();

    private Alphabet() {}

    /** How often each code point stands in a token. */
    static Map<Integer, Integer> count(TokenizerSpec spec) {
        Alphabet alphabet = new Alphabet();
        if (spec.model() instanceof Bpe bpe) {
            alphabet.countSymbols(bpe);
        } else {
            alphabet.countTokens((WordPiece) spec.model());
        }
        spec.addedTokens().stream().filter(AddedToken::normalized).forEach(token -> alphabet.countPattern(spec, token));
        return alphabet.counts;
    }

    private void countPattern(TokenizerSpec spec, AddedToken token) {
        for (int codePoint : Normalization.apply(
                spec.normalizer(), token.content().codePoints().toArray())) {
            count(codePoint);
        }
    }

    private void countTokens(WordPiece model) {
        for (String token : model.vocabulary().keySet()) {
            token.codePoints().forEach(this::count);
        }
    }

    /** Merged tokens are told apart by their merges; only single characters, with and without affixes, count. */
    private void countSymbols(Bpe model) {
        for (String token : model.vocabulary().keySet()) {
            for (String inner : List.of(token, withoutPrefix(token, model.prefix()))) {
                countSingle(inner);
                if (inner.endsWith(model.suffix())) {
                    countSingle(
                            inner.substring(0, inner.length() - model.suffix().length()));
                }
            }
        }
    }

    static String withoutPrefix(String token, String prefix) {
        return token.startsWith(prefix) ? token.substring(prefix.length()) : token;
    }

    private void countSingle(String text) {
        if (!text.isEmpty() && text.codePointCount(0, text.length()) == 1) {
            count(text.codePointAt(0));
        }
    }

    private void count(int codePoint) {
        counts.merge(codePoint, 1, Integer::sum);
    }
}
