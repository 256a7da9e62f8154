package dev.thimble.fleet.masking;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes, of shares, the masks that are left in a sum: everyone's own, and those of devices that stayed away. */
final class Unmasking {
    private final Roster roster;
    private final Members sharing;
    private final Members answered;

    /** Of each device in the sum, by its position: shares by their places. */
    private final SortedMap<Integer, SortedMap<Integer, Octets>> shares = new TreeMap<>();

    Unmasking(Roster roster, Members sharing, Members answered) {
        this.roster = roster;
        this.sharing = sharing;
        this.answered = answered;
    }

    /**
     * Takes a disclosure of the device at a position.
     *
     * @param letter whose lengths are right
     */
    void add(int position, Letter letter) {
        try {
            Iterator<Octets> disclosed =
                    Parts.of(letter.field(2), X25519.BYTES, sharing.count()).iterator();
            sharing.positions()
                    .forEach(of ->
                            shares.computeIfAbsent(of, any -> new TreeMap<>()).put(position + 1, disclosed.next()));
        } catch (Refused e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Octets secret(int position) {
        SortedMap<Integer, Octets> some = new TreeMap<>();
        shares.get(position).entrySet().stream()
                .limit(roster.threshold())
                .forEach(share -> some.put(share.getKey(), share.getValue()));
        return Shamir.secret(some);
    }

    /** What the others would have added and subtracted, less what each has of its own. */
    Masks masks() {
        Masks masks = Masks.NONE;
        for (int gone : sharing.without(answered).positions()) {
            masks = masks.and(masksOf(gone));
        }
        for (int position : answered.positions()) {
            masks = masks.minus(secret(position));
        }
        return masks;
    }

    private Masks masksOf(int gone) {
        Roster.Member member = roster.member(gone);
        Octets secret = secret(gone);
        if (!X25519.publicKey(secret).equals(member.masking())) {
            throw new ThimbleException(FleetProblem.SHARES_UNFIT.at("", member.device()));
        }
        Map<Octets, Octets> seeds = new LinkedHashMap<>();
        for (Roster.Member other : members(answered)) {
            seeds.put(other.device(), seed(secret, other));
        }
        return Masks.of(member.device(), seeds);
    }

    private Octets seed(Octets secret, Roster.Member other) {
        try {
            return new Pair(roster.digest()).seed(secret, other.masking());
        } catch (Refused e) {
            // a roster has keys that were asked for this
            throw new IllegalStateException(e);
        }
    }

    private List<Roster.Member> members(Members some) {
        return some.positions().stream().map(roster::member).toList();
    }
}
