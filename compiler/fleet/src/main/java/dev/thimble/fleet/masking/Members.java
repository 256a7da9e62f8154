package dev.thimble.fleet.masking;

import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some devices of a roster.
 *
 * @param positions theirs, of which the first is 0
 */
record Members(SortedSet<Integer> positions) {
    /** Keeps its own copy. */
    Members {
        positions = Collections.unmodifiableSortedSet(new TreeSet<>(positions));
    }

    static Members of(Collection<Integer> positions) {
        return new Members(new TreeSet<>(positions));
    }

    /**
     * As a letter has them: a bit for each device of the roster, the least significant one of the first byte first.
     *
     * @param all how many devices the roster has
     * @throws Refused for {@link Reason#FORMAT} where there are more bytes or fewer, or other bits
     */
    static Members read(Octets bitmap, int all) throws Refused {
        BitSet bits = BitSet.valueOf(bitmap.bytes());
        Refused.unless(bitmap.count() == bytes(all) && bits.length() <= all, Reason.FORMAT);
        return of(bits.stream().boxed().toList());
    }

    private static int bytes(int all) {
        return (all + Byte.SIZE - 1) / Byte.SIZE;
    }

    Octets bitmap(int all) {
        BitSet bits = new BitSet(all);
        positions.forEach(bits::set);
        return Octets.of(Arrays.copyOf(bits.toByteArray(), bytes(all)));
    }

    int count() {
        return positions.size();
    }

    boolean contains(int position) {
        return positions.contains(position);
    }

    boolean isWithin(Members others) {
        return others.positions.containsAll(positions);
    }

    Members without(Members others) {
        SortedSet<Integer> rest = new TreeSet<>(positions);
        rest.removeAll(others.positions);
        return new Members(rest);
    }

    Members without(int position) {
        return without(of(List.of(position)));
    }
}
