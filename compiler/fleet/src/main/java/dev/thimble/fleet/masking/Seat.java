package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device's place in a roster.
 *
 * @param roster that it was shown
 * @param position where it is
 * @param secrets whose public keys are there
 */
record Seat(Roster roster, int position, Secrets secrets) {
    /**
     * That of a device.
     *
     * @throws Refused for {@link Reason#COHORT} where the roster has not both of its keys under its id
     */
    static Seat of(Octets device, Memory memory) throws Refused {
        Roster roster = Roster.read(memory.heard(Step.ROSTER));
        int position = roster.position(device).orElseThrow(() -> new Refused(Reason.COHORT));
        Refused.unless(roster.member(position).equals(memory.secrets().member(device)), Reason.COHORT);
        return new Seat(roster, position, memory.secrets());
    }

    Roster.Member member() {
        return roster.member(position);
    }

    Pair pair() {
        return new Pair(roster.digest());
    }

    /** Both shares for a device, that of the masking secret first. */
    Octets shares(int other) {
        int place = other + 1;
        return Parts.joined(
                List.of(secrets.maskingShare(roster.threshold(), place), secrets.ownShare(roster.threshold(), place)));
    }

    /** The same, sealed for each of the others. */
    List<Octets> sealed() throws Refused {
        List<Octets> sealed = new ArrayList<>();
        for (int other : roster.all().without(position).positions()) {
            sealed.add(pair().sealed(secrets.sealing(), member().device(), roster.member(other), shares(other)));
        }
        return sealed;
    }

    /**
     * Which devices a letter names.
     *
     * @throws Refused for {@link Reason#COHORT} where it is of another roster, where this device is not among them, or where
     *     they are fewer than the threshold
     */
    Members members(Letter letter) throws Refused {
        Refused.unless(letter.field(0).equals(roster.digest()), Reason.COHORT);
        Members members = Members.read(letter.field(1), roster.size());
        Refused.unless(members.contains(position) && members.count() >= roster.threshold(), Reason.COHORT);
        return members;
    }

    /** The masks that others of these devices take away, and the one that nobody else has. */
    Masks masks(Members members) throws Refused {
        Map<Octets, Octets> seeds = new LinkedHashMap<>();
        for (int other : members.without(position).positions()) {
            Roster.Member with = roster.member(other);
            seeds.put(with.device(), pair().seed(secrets.masking(), with.masking()));
        }
        return Masks.of(member().device(), seeds).plus(secrets.own());
    }
}
