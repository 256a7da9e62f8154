package dev.thimble.core.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Finds added tokens in text: the leftmost first, of those that begin at the same place the longest. */
final class AddedTokenMatcher {
    private final List<Pattern> patterns;

    private static final class Pattern {
        private final int id;
        private final int[] text;

        Pattern(int id, int[] text) {
            this.id = id;
            this.text = text;
        }

        int id() {
            return id;
        }

        int length() {
            return text.length;
        }

        boolean matches(int[] in, int at) {
            return in.length - at >= text.length && Arrays.equals(in, at, at + text.length, text, 0, text.length);
        }
    }

    /** Tokens that are looked for in the text as typed, or in the normalised text. */
    AddedTokenMatcher(TokenizerSpec spec, boolean normalized) {
        patterns = spec.addedTokens().stream()
                .filter(token -> token.normalized() == normalized)
                .map(token -> new Pattern(token.id(), content(spec, token)))
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                .toList();
    }

    private static int[] content(TokenizerSpec spec, AddedToken token) {
        int[] typed = token.content().codePoints().toArray();
        return token.normalized() ? Normalization.apply(spec.normalizer(), typed) : typed;
    }

    /** Hands over, in order, the stretches between tokens (never empty) and the tokens' ids. */
    void split(int[] text, Consumer<int[]> between, IntConsumer token) {
        int start = 0;
        int at = 0;
        while (at < text.length) {
            Optional<Pattern> found = matchAt(text, at);
            if (found.isEmpty()) {
                at++;
                continue;
            }
            stretch(text, start, at, between);
            token.accept(found.get().id());
            at += found.get().length();
            start = at;
        }
        stretch(text, start, text.length, between);
    }

    private static void stretch(int[] text, int from, int to, Consumer<int[]> between) {
        if (from < to) {
            between.accept(Arrays.copyOfRange(text, from, to));
        }
    }

    private Optional<Pattern> matchAt(int[] text, int at) {
        return patterns.stream().filter(pattern -> pattern.matches(text, at)).findFirst();
    }
}
