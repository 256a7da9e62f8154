package dev.thimble.fleet.masking;

import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Byte strings of equal lengths, one behind the other. */
final class Parts {
    private Parts() {}

    /**
     * Cuts them apart.
     *
     * @throws Refused for {@link Reason#FORMAT} where the last one is not whole
     */
    static List<Octets> of(Octets joined, int bytes) throws Refused {
        Refused.unless(joined.count() % bytes == 0, Reason.FORMAT);
        return IntStream.range(0, joined.count() / bytes)
                .mapToObj(i -> new Octets(joined.hex().substring(2 * i * bytes, 2 * (i + 1) * bytes)))
                .toList();
    }

    /** The same, which must be so many. */
    static List<Octets> of(Octets joined, int bytes, int count) throws Refused {
        Refused.unless(joined.count() == bytes * count, Reason.FORMAT);
        return of(joined, bytes);
    }

    static Octets joined(List<Octets> parts) {
        return new Octets(parts.stream().map(Octets::hex).collect(Collectors.joining()));
    }

    /** What follows so many bytes. */
    static Octets after(Octets whole, int bytes) {
        return new Octets(whole.hex().substring(2 * bytes));
    }
}
