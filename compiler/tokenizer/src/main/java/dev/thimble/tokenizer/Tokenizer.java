package dev.thimble.tokenizer;

import dev.thimble.tokenizer.model.WordEncoder;
import dev.thimble.tokenizer.normalize.Normalization;
import dev.thimble.tokenizer.pretokenize.WordSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The reference tokenizer. Immutable; may be used by several threads at once. */
public final class Tokenizer {
    private final TokenizerSpec spec;
    private final AddedTokenMatcher typed;
    private final AddedTokenMatcher normalized;
    private final WordEncoder encoder;

    /** A tokenizer that does what the specification says. */
    public Tokenizer(TokenizerSpec spec) {
        this.spec = spec;
        this.typed = new AddedTokenMatcher(spec, false);
        this.normalized = new AddedTokenMatcher(spec, true);
        this.encoder = WordEncoder.of(spec.model());
    }

    /** What this tokenizer does. */
    public TokenizerSpec spec() {
        return spec;
    }

    /**
     * The ids of a text; unpaired surrogates count as U+FFFD.
     *
     * @param text any text
     * @param maxTokens the most ids wanted, special ids included
     * @throws IllegalArgumentException when the special ids alone are more than {@code maxTokens}
     */
    public Encoding encode(String text, int maxTokens) {
        int[] codePoints = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .toArray();
        return encode(codePoints, maxTokens);
    }

    /**
     * The ids of a text in UTF-8; each maximal ill-formed part counts as U+FFFD.
     *
     * @param utf8 any bytes
     * @param maxTokens the most ids wanted, special ids included
     * @throws IllegalArgumentException when the special ids alone are more than {@code maxTokens}
     */
    public Encoding encode(byte[] utf8, int maxTokens) {
        return encode(Utf8.decode(utf8), maxTokens);
    }

    private Encoding encode(int[] text, int maxTokens) {
        int room = maxTokens - spec.template().size();
        if (room < 0) {
            throw new IllegalArgumentException("no room for the special tokens in " + maxTokens);
        }
        List<Integer> inner = tokens(text);
        List<Integer> ids = new ArrayList<>(spec.template().before());
        ids.addAll(inner.subList(0, Math.min(room, inner.size())));
        ids.addAll(spec.template().after());
        return new Encoding(ids, inner.size() > room);
    }

    private List<Integer> tokens(int[] text) {
        List<Integer> ids = new ArrayList<>();
        typed.split(text, stretch -> encodeTyped(stretch, ids::add), ids::add);
        return ids;
    }

    private void encodeTyped(int[] stretch, IntConsumer ids) {
        int[] text = Normalization.apply(spec.normalizer(), stretch);
        normalized.split(text, plain -> encodeWords(plain, ids), ids);
    }

    private void encodeWords(int[] text, IntConsumer ids) {
        WordSplitter.split(spec.preTokenizer(), text).forEach(word -> encoder.encode(word, ids));
    }
}
