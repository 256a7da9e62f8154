package dev.thimble.fleet.masking;

import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a device holds of those whose masks are in the sum.
 *
 * @param members who they are
 * @param shares both of each, by position, its own among them
 */
record Parcel(Members members, SortedMap<Integer, Octets> shares) {
    /**
     * Opens what was sealed for a device.
     *
     * @throws Refused for {@link Reason#MAC} where another one sealed a share otherwise than it must be; also as
     *     {@link Seat#members} does
     */
    static Parcel read(Seat seat, Letter letter) throws Refused {
        Members members = seat.members(letter);
        Iterator<Octets> sealed = Parts.of(letter.field(2), Pair.SEALED_BYTES, members.count() - 1)
                .iterator();
        SortedMap<Integer, Octets> shares = new TreeMap<>();
        for (int other : members.positions()) {
            shares.put(other, other == seat.position() ? seat.shares(other) : opened(seat, other, sealed.next()));
        }
        return new Parcel(members, shares);
    }

    private static Octets opened(Seat seat, int other, Octets sealed) throws Refused {
        Roster.Member from = seat.roster().member(other);
        return seat.pair().opened(seat.secrets().sealing(), from, seat.member().device(), sealed);
    }

    /** Of each device one share: that of its own mask if it answered, and that of its masking secret if it did not. */
    Octets disclosed(Members answered) {
        List<Octets> disclosed = new ArrayList<>();
        shares.forEach((position, both) -> disclosed.add(
                answered.contains(position) ? Parts.after(both, X25519.BYTES) : both.first(X25519.BYTES)));
        return Parts.joined(disclosed);
    }
}
