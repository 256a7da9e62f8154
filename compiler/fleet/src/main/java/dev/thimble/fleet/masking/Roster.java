package dev.thimble.fleet.masking;

import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The devices of a masked round, with their public keys. All that is agreed on by two of them is bound to the digest of it: who
 * was shown another one can open no share, and has no seed that another one has.
 *
 * @param round its number
 * @param members in the order of their ids: {@value #LEAST} to {@value #MOST}
 */
record Roster(long round, List<Member> members) {
    /** With fewer, one that knows its own update and the sum knows that of another. */
    static final int LEAST = 3;

    /** As many as there are places for shares. */
    static final int MOST = 255;

    private static final int MEMBER_BYTES = UpdateRecord.DEVICE_BYTES + 2 * X25519.BYTES;

    /** Sorts the members. */
    Roster {
        members = members.stream()
                .sorted(Comparator.comparing(member -> member.device().hex()))
                .toList();
    }

    /**
     * A device, and what everyone may know of its secrets.
     *
     * @param sealing public key of {@link Secrets#sealing}
     * @param masking public key of {@link Secrets#masking}
     */
    record Member(Octets device, Octets sealing, Octets masking) {
        Octets bytes() {
            return new Octets(device.hex() + sealing.hex() + masking.hex());
        }
    }

    int size() {
        return members.size();
    }

    Member member(int position) {
        return members.get(position);
    }

    /** All of them. */
    Members all() {
        return Members.of(IntStream.range(0, size()).boxed().toList());
    }

    /**
     * How many shares give a secret, and how many devices have to stay to the end: more than two thirds. Both secrets of a
     * device take twice as many answers, more than four thirds of the roster, and an honest device gives one.
     */
    int threshold() {
        return threshold(size());
    }

    static int threshold(int devices) {
        return 2 * devices / 3 + 1;
    }

    /** Where a device is. */
    OptionalInt position(Octets device) {
        return IntStream.range(0, size())
                .filter(i -> member(i).device().equals(device))
                .findFirst();
    }

    private Octets field() {
        StringBuilder hex = new StringBuilder();
        members.forEach(member -> hex.append(member.bytes().hex()));
        return new Octets(hex.toString());
    }

    /** SHA-256 of the round's number, four bytes, little-endian, and all members. */
    Octets digest() {
        byte[] all = field().bytes();
        return Octets.sha256(ByteBuffer.allocate(Integer.BYTES + all.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) round)
                .put(all)
                .array());
    }

    /** As it is sent to a device. */
    Letter letter(Octets device, DeviceKey key) {
        return Letter.of(device, key, round, Step.ROSTER, field());
    }

    /**
     * The one that a device was sent.
     *
     * @throws Refused for {@link Reason#FORMAT} where members are not in their order, or too few or too many
     */
    static Roster read(Letter letter) throws Refused {
        List<Octets> parts = Parts.of(letter.field(0), MEMBER_BYTES);
        Refused.unless(parts.size() >= LEAST && parts.size() <= MOST, Reason.FORMAT);
        List<Member> members = new ArrayList<>();
        for (Octets part : parts) {
            members.add(member(part));
        }
        Roster roster = new Roster(letter.round(), members);
        boolean ordered = IntStream.range(1, parts.size())
                .allMatch(i -> members.get(i - 1)
                                .device()
                                .hex()
                                .compareTo(members.get(i).device().hex())
                        < 0);
        Refused.unless(ordered, Reason.FORMAT);
        return roster;
    }

    private static Member member(Octets part) {
        Octets keys = Parts.after(part, UpdateRecord.DEVICE_BYTES);
        return new Member(
                part.first(UpdateRecord.DEVICE_BYTES), keys.first(X25519.BYTES), Parts.after(keys, X25519.BYTES));
    }
}
