package dev.thimble.pipeline.vocabulary;

import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.verify.data.Examples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a smaller vocabulary does to sentences, whole ones, however long.
 *
 * @param sentences where they come from
 * @param texts how many there are
 * @param changed those that have other pieces than before
 * @param tokens pieces that there were, without special ones
 * @param tokensNow pieces that there are
 * @param unknown pieces that were the unknown token
 * @param unknownNow pieces that are
 */
public record VocabularyCost(
        String sentences, int texts, int changed, long tokens, long tokensNow, long unknown, long unknownNow) {

    /**
     * What happens to the texts of some lines; lines of token ids alone say nothing.
     *
     * @param whole the tokenizer with all entries
     * @param now with those that are kept
     */
    public static VocabularyCost of(
            String sentences, Examples lines, Tokenizer whole, Tokenizer now, KeptEntries kept) {
        Sum sum = new Sum(new VocabularyCost(sentences, 0, 0, 0, 0, 0, 0), text -> of(text, whole, now, kept));
        lines.forEach(line -> line.text().ifPresent(sum::add));
        return sum.total();
    }

    /** Adds up texts, a stretch of them at a time. */
    private static final class Sum {
        private static final int STRETCH = 4096;

        private final Function<String, VocabularyCost> cost;
        private final List<String> stretch = new ArrayList<>();
        private VocabularyCost total;

        Sum(VocabularyCost none, Function<String, VocabularyCost> cost) {
            this.total = none;
            this.cost = cost;
        }

        void add(String text) {
            stretch.add(text);
            if (stretch.size() == STRETCH) {
                end();
            }
        }

        private void end() {
            stretch.parallelStream().map(cost).reduce(VocabularyCost::plus).ifPresent(part -> total = total.plus(part));
            stretch.clear();
        }

        VocabularyCost total() {
            end();
            return total;
        }
    }

    private static VocabularyCost of(String text, Tokenizer whole, Tokenizer now, KeptEntries kept) {
        List<Integer> before = whole.encode(text, Integer.MAX_VALUE).ids();
        List<Integer> after = now.encode(text, Integer.MAX_VALUE).ids();
        int special = whole.spec().template().size();
        return new VocabularyCost(
                "",
                1,
                after.equals(kept.nowAll(before)) ? 0 : 1,
                before.size() - special,
                after.size() - special,
                unknown(before, whole),
                unknown(after, now));
    }

    private static long unknown(List<Integer> ids, Tokenizer tokenizer) {
        OptionalInt unknown = unknownId(tokenizer.spec().model());
        return unknown.isPresent() ? Collections.frequency(ids, unknown.getAsInt()) : 0;
    }

    private static OptionalInt unknownId(TokenModel model) {
        return model instanceof Bpe bpe ? bpe.unknownId() : OptionalInt.of(((WordPiece) model).unknownId());
    }

    private VocabularyCost plus(VocabularyCost other) {
        return new VocabularyCost(
                sentences,
                texts + other.texts,
                changed + other.changed,
                tokens + other.tokens,
                tokensNow + other.tokensNow,
                unknown + other.unknown,
                unknownNow + other.unknownNow);
    }

    /** Share of texts that have other pieces, 0 to 1. */
    public double changedShare() {
        return (double) changed / Math.max(1, texts);
    }

    /** Share of pieces that are unknown and were not, 0 to 1. */
    public double newUnknownShare() {
        return Math.max(0, unknownNow - unknown) / (double) Math.max(1, tokensNow);
    }
}
