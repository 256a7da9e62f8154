package dev.thimble.tokenizer.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    private static final int NONE = Integer.MAX_VALUE;

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
        int[] ranks = IntStream.range(0, count)
                .map(i -> rank(symbols, i, symbols.length))
                .toArray();
        for (int at = lowest(ranks, count); ranks[at] != NONE; at = lowest(ranks, count)) {
            symbols[at] = model.merges().get(ranks[at]).product();
            lengths[at] += lengths[at + 1];
            Stream.of(symbols, lengths, ranks).forEach(removal(at + 1, count));
            count--;
            ranks[at] = rank(symbols, at, count);
            if (at > 0) {
                ranks[at - 1] = rank(symbols, at - 1, count);
            }
        }
        return new Tokens(symbols, lengths).first(count);
    }

    private static Consumer<int[]> removal(int at, int count) {
        return array -> System.arraycopy(array, at + 1, array, at, count - at - 1);
    }

    /** The leftmost of the places of the lowest rank. */
    private static int lowest(int[] ranks, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (ranks[i] < ranks[best]) {
                best = i;
            }
        }
        return best;
    }

    private int rank(int[] symbols, int at, int count) {
        return at + 1 < count ? ranks.getOrDefault(key(symbols[at], symbols[at + 1]), NONE) : NONE;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }
}
