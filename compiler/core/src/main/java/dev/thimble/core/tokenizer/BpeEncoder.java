package dev.thimble.core.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Byte-pair encoding with bounded memory.
 *
 * <p>No merge ever crosses a place that is a token boundary in the end, so what lies left and right of such a place is
 * encoded independently. A word longer than the window is therefore encoded window by window: some boundary must lie
 * within the last {@link Bpe#MAX_TOKEN_CHARS} places of the window, and the tokens that come out the same wherever that
 * boundary is are certain whatever follows. Only if not even the first token is certain (a chain of merges, each
 * depending on its right neighbour, that spans three quarters of the window) is the window's own first token taken;
 * the C does the same.
 */
final class BpeEncoder implements WordEncoder {
    /** Symbols in the window; the C's scratch memory is sized for it. */
    static final int WINDOW = 256;

    private final Bpe model;
    private final Map<Long, Integer> ranks = new HashMap<>();
    private final int longest;

    BpeEncoder(Bpe model) {
        this.model = model;
        this.longest = longestToken(model);
        for (int rank = 0; rank < model.merges().size(); rank++) {
            Merge merge = model.merges().get(rank);
            ranks.put(key(merge.left(), merge.right()), rank);
        }
    }

    /** The most characters a merged token has; at least 1. */
    static int longestToken(Bpe model) {
        Map<Integer, Integer> lengths = new HashMap<>();
        model.vocabulary().forEach((token, id) -> lengths.put(id, token.codePointCount(0, token.length())));
        return model.merges().stream()
                .mapToInt(merge -> lengths.get(merge.product()))
                .max()
                .orElse(1);
    }

    /** Tokens with the number of symbols that each one covers. */
    private static final class Tokens {
        private final int[] ids;
        private final int[] lengths;

        Tokens(int[] ids, int[] lengths) {
            this.ids = ids;
            this.lengths = lengths;
        }

        int common(Tokens other) {
            return Math.min(mismatch(ids, other.ids), mismatch(lengths, other.lengths));
        }

        private static int mismatch(int[] a, int[] b) {
            int at = Arrays.mismatch(a, b);
            return at < 0 ? a.length : at;
        }

        Tokens first(int count) {
            return new Tokens(Arrays.copyOf(ids, count), Arrays.copyOf(lengths, count));
        }

        int symbols() {
            return Arrays.stream(lengths).sum();
        }
    }

    @Override
    public void encode(int[] word, IntConsumer ids) {
        int[] symbols = BpeSymbols.of(model, word);
        int at = 0;
        while (at < symbols.length) {
            Tokens tokens = next(symbols, at);
            Arrays.stream(tokens.ids).forEach(ids);
            at += tokens.symbols();
        }
    }

    private Tokens next(int[] symbols, int from) {
        if (symbols.length - from <= WINDOW) {
            return merge(Arrays.copyOfRange(symbols, from, symbols.length));
        }
        Tokens whole = merge(Arrays.copyOfRange(symbols, from, from + WINDOW));
        int certain = whole.ids.length;
        for (int cut = 1; cut < longest; cut++) {
            certain = Math.min(certain, whole.common(merge(Arrays.copyOfRange(symbols, from, from + WINDOW - cut))));
        }
        return whole.first(Math.max(certain, 1));
    }

    private Tokens merge(int[] symbols) {
        int[] lengths = new int[symbols.length];
        Arrays.fill(lengths, 1);
        int count = symbols.length;
        for (int at = best(symbols, count); at >= 0; at = best(symbols, count)) {
            symbols[at] = model.merges().get(rank(symbols, at)).product();
            lengths[at] += lengths[at + 1];
            System.arraycopy(symbols, at + 2, symbols, at + 1, count - at - 2);
            System.arraycopy(lengths, at + 2, lengths, at + 1, count - at - 2);
            count--;
        }
        return new Tokens(symbols, lengths).first(count);
    }

    /** The leftmost pair of the lowest rank; -1 when nothing merges. */
    private int best(int[] symbols, int count) {
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < count; i++) {
            int rank = rank(symbols, i);
            if (rank < bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    private int rank(int[] symbols, int at) {
        return ranks.getOrDefault(key(symbols[at], symbols[at + 1]), Integer.MAX_VALUE);
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }
}
