package dev.thimble.tokenizer.subset;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The entries of a vocabulary that stay. They keep their order and get new ids from 0.
 *
 * @param entries how many there were
 * @param ids what those that stay had before, ascending
 */
public record KeptEntries(int entries, List<Integer> ids) {
    /** Copies the list. */
    public KeptEntries {
        ids = List.copyOf(ids);
        for (int at = 1; at < ids.size(); at++) {
            if (ids.get(at - 1) >= ids.get(at)) {
                throw new IllegalArgumentException("ids are not in order: " + ids.get(at));
            }
        }
    }

    /** Those of a set. */
    public static KeptEntries of(int entries, Collection<Integer> ids) {
        return new KeptEntries(entries, ids.stream().distinct().sorted().toList());
    }

    /** How many there are. */
    public int size() {
        return ids.size();
    }

    /** The new id of an entry, if it stays. */
    public OptionalInt now(int before) {
        int at = Collections.binarySearch(ids, before);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /** The id that an entry had. */
    public int before(int now) {
        return ids.get(now);
    }

    /** The new ids of a sequence; empty where one of its entries went. */
    public List<Integer> nowAll(List<Integer> before) {
        List<Integer> now =
                before.stream().flatMap(id -> now(id).stream().boxed()).toList();
        return now.size() == before.size() ? now : List.of();
    }
}
