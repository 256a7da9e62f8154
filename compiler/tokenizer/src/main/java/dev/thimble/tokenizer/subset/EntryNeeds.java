package dev.thimble.tokenizer.subset;

import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.WordPiece;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which entries must stay so that no word becomes unknown that was not, and a text whose pieces all stay keeps them. Why
 * these are enough is proved in docs/decisions/0042-entries-that-can-go.md.
 */
public final class EntryNeeds {
    private final NavigableSet<Integer> required;
    private final Map<Integer, Set<Integer>> parts;

    private EntryNeeds(Collection<Integer> required, Map<Integer, Set<Integer>> parts) {
        this.parts = parts;
        this.required = Collections.unmodifiableNavigableSet(missing(Set.of(), required));
    }

    /**
     * The needs of a tokenizer.
     *
     * @param others ids that must stay besides those that the tokenizer names itself
     * @throws dev.thimble.core.diag.ThimbleException where nothing could go
     */
    public static EntryNeeds of(TokenizerSpec spec, Collection<Integer> others) {
        NavigableSet<Integer> named = new TreeSet<>(others);
        spec.addedTokens().stream().map(AddedToken::id).forEach(named::add);
        named.addAll(spec.template().before());
        named.addAll(spec.template().after());
        if (spec.model() instanceof Bpe bpe) {
            named.addAll(BpeNeeds.required(bpe));
            return new EntryNeeds(named, BpeNeeds.parts(bpe));
        }
        named.addAll(WordPieceNeeds.required((WordPiece) spec.model(), spec.preTokenizer()));
        return new EntryNeeds(named, Map.of());
    }

    /** What stays in any case, ascending. */
    public NavigableSet<Integer> required() {
        return required;
    }

    /**
     * What has to stay besides, so that some entries can.
     *
     * @param there a set that can stay, such as {@link #required}
     * @param more entries that are to stay with it
     */
    public NavigableSet<Integer> missing(Set<Integer> there, Collection<Integer> more) {
        NavigableSet<Integer> missing = new TreeSet<>();
        Deque<Integer> open = new ArrayDeque<>(more);
        while (!open.isEmpty()) {
            int id = open.pop();
            if (!there.contains(id) && missing.add(id)) {
                parts.getOrDefault(id, Set.of()).forEach(open::push);
            }
        }
        return missing;
    }
}
