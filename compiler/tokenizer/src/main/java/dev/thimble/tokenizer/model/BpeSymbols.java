package dev.thimble.tokenizer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A word's characters as symbols, before any merge. */
final class BpeSymbols {
    private BpeSymbols() {}

    /** One id for each character that is known; unknown ones as the model's switches say. */
    static int[] of(Bpe model, int[] word) {
        List<Integer> symbols = new ArrayList<>();
        boolean afterUnknown = false;
        for (int i = 0; i < word.length; i++) {
            Optional<Integer> known = find(model, word, i);
            boolean fused = known.isEmpty() && afterUnknown && model.fuseUnknown();
            if (known.isPresent()) {
                symbols.add(known.get());
            } else if (model.unknownId().isPresent() && !fused) {
                symbols.add(model.unknownId().getAsInt());
            }
            afterUnknown = known.isEmpty();
        }
        return symbols.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Optional<Integer> find(Bpe model, int[] word, int at) {
        return find(model, word[at], at == 0, at == word.length - 1);
    }

    /** The symbol of a character at its place in a word. */
    static Optional<Integer> find(Bpe model, int codePoint, boolean first, boolean last) {
        Map<String, Integer> vocabulary = model.vocabulary();
        String text = (first ? "" : model.prefix()) + Character.toString(codePoint) + (last ? model.suffix() : "");
        return Optional.ofNullable(vocabulary.get(text));
    }
}
