package dev.thimble.tokenizer.subset;

import dev.thimble.core.quant.TokenUse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Which entries stay, by how often they are used. */
public final class EntryChoice {
    private EntryChoice() {}

    /** What must stay, and what is used with all that it is made of. */
    public static KeptEntries seen(EntryNeeds needs, TokenUse use, int entries) {
        List<Integer> used = IntStream.range(0, entries)
                .filter(id -> use.count(id) > 0)
                .boxed()
                .toList();
        Set<Integer> kept = new HashSet<>(needs.required());
        kept.addAll(needs.missing(kept, used));
        return KeptEntries.of(entries, kept);
    }

    /**
     * What must stay, and of the rest the most used ones, of equally used ones those of lower ids, as long as there is room
     * for them and for what they are made of.
     *
     * @param entries that there are
     * @param candidates ids that may stay
     * @param most entries in all, as many as must stay or more
     */
    public static KeptEntries mostUsed(EntryNeeds needs, TokenUse use, int entries, Set<Integer> candidates, int most) {
        List<Integer> byUse = candidates.stream()
                .sorted(Comparator.<Integer>comparingInt(id -> -use.count(id)).thenComparingInt(id -> id))
                .toList();
        Set<Integer> kept = new HashSet<>(needs.required());
        for (int id : byUse) {
            Set<Integer> missing = needs.missing(kept, List.of(id));
            if (kept.size() + missing.size() <= most) {
                kept.addAll(missing);
            }
        }
        return KeptEntries.of(entries, kept);
    }
}
