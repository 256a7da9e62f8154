package dev.thimble.tokenizer;

import dev.thimble.tokenizer.normalize.Normalization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Finds added tokens in text: the leftmost first, of those that begin at the same place the longest. */
final class AddedTokenMatcher {
    private static final int[] NONE = {};

    private final Map<String, Integer> ids = new HashMap<>();

    /** The lengths of the tokens that begin with a code point, longest first. */
    private final Map<Integer, int[]> lengths = new HashMap<>();

    /** Tokens that are looked for in the text as typed, or in the normalised text. */
    AddedTokenMatcher(TokenizerSpec spec, boolean normalized) {
        Map<Integer, SortedSet<Integer>> byFirst = new TreeMap<>();
        for (AddedToken token : spec.addedTokens()) {
            if (token.normalized() == normalized) {
                int[] text = content(spec, token);
                ids.putIfAbsent(new String(text, 0, text.length), token.id());
                byFirst.computeIfAbsent(text[0], first -> new TreeSet<>()).add(-text.length);
            }
        }
        byFirst.forEach((first, negated) ->
                lengths.put(first, negated.stream().mapToInt(length -> -length).toArray()));
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
            int length = lengthAt(text, at);
            if (length == 0) {
                at++;
                continue;
            }
            stretch(text, start, at, between);
            token.accept(ids.get(new String(text, at, length)));
            at += length;
            start = at;
        }
        stretch(text, start, text.length, between);
    }

    private static void stretch(int[] text, int from, int to, Consumer<int[]> between) {
        if (from < to) {
            between.accept(Arrays.copyOfRange(text, from, to));
        }
    }

    /** The length of the longest token that begins at a place; 0 when there is none. */
    private int lengthAt(int[] text, int at) {
        for (int length : lengths.getOrDefault(text[at], NONE)) {
            if (length <= text.length - at && ids.containsKey(new String(text, at, length))) {
                return length;
            }
        }
        return 0;
    }
}
