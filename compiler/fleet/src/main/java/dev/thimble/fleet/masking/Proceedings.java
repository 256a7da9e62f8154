package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server knows of a masked round, from its letters and from when it turned from one phase to the next. Entries of
 * a journal are all that changes it: whoever has read the same entries knows the same.
 */
public final class Proceedings {
    private static final int KEYS_BYTES = 2 * X25519.BYTES;

    private final long round;
    private final Map<Step, SortedMap<String, Letter>> letters = new EnumMap<>(Step.class);
    private Phase phase = Phase.ADVERTISING;
    private Optional<Roster> roster = Optional.empty();

    /** Those whose masks are in the sum of all records. */
    private Members sharing = Members.of(List.of());

    /** Those of them whose records have come. */
    private Members answered = Members.of(List.of());

    /** Of a round of which nothing was read yet. */
    public Proceedings(long round) {
        this.round = round;
    }

    /** What it waits for. */
    public Phase phase() {
        return phase;
    }

    private SortedMap<String, Letter> heard(Step step) {
        return letters.computeIfAbsent(step, any -> new TreeMap<>());
    }

    private Roster roster() {
        return roster.orElseThrow();
    }

    /** Whether it has this letter. */
    public boolean knows(Letter letter) {
        return letter.equals(heard(letter.step()).get(letter.device().hex()));
    }

    /**
     * Why a letter, whose code is right, does not count.
     *
     * @return nothing where it does, or did already
     */
    public Optional<Reason> refusal(Letter letter) {
        try {
            require(letter);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.reason());
        }
    }

    private void require(Letter letter) throws Refused {
        Refused.unless(letter.round() == round, Reason.ROUND);
        if (knows(letter)) {
            return;
        }
        Refused.unless(!heard(letter.step()).containsKey(letter.device().hex()), Reason.DUPLICATE);
        Refused.unless(phase.awaits(letter.step()), Reason.COHORT);
        switch (letter.step()) {
            case ADVERTISEMENT -> requireKeys(letter);
            case SHARES -> requireShares(letter);
            case DISCLOSURE -> requireDisclosure(letter);
            case ROSTER, PARCEL, QUESTION -> throw new Refused(Reason.FORMAT);
        }
    }

    /** With a key that is none, the others could not take the device's part out of their shares and masks. */
    private void requireKeys(Letter letter) throws Refused {
        Refused.unless(heard(Step.ADVERTISEMENT).size() < Roster.MOST, Reason.COHORT);
        Refused.unless(letter.field(0).count() == KEYS_BYTES, Reason.RANGE);
        for (Octets key : Parts.of(letter.field(0), X25519.BYTES)) {
            Refused.unless(X25519.agreed(Octets.sha256(), key).isPresent(), Reason.RANGE);
        }
    }

    private void requireShares(Letter letter) throws Refused {
        requireOf(roster().all(), letter);
        Refused.unless(letter.field(1).count() == Pair.SEALED_BYTES * (roster().size() - 1), Reason.RANGE);
    }

    private void requireDisclosure(Letter letter) throws Refused {
        requireOf(answered, letter);
        Refused.unless(letter.field(1).equals(answered.bitmap(roster().size())), Reason.COHORT);
        Refused.unless(letter.field(2).count() == X25519.BYTES * sharing.count(), Reason.RANGE);
    }

    private void requireOf(Members members, Letter letter) throws Refused {
        Refused.unless(isOf(members, letter.device()), Reason.COHORT);
        Refused.unless(letter.field(0).equals(roster().digest()), Reason.COHORT);
    }

    private boolean isOf(Members members, Octets device) {
        OptionalInt position = roster.map(all -> all.position(device)).orElse(OptionalInt.empty());
        return position.isPresent() && members.contains(position.getAsInt());
    }

    /** Whether a masked record of a device counts now. */
    public boolean isAwaited(Octets device) {
        return phase == Phase.MASKING && isOf(sharing, device);
    }

    /**
     * How far it is.
     *
     * @param enrolled how many devices there are
     * @param records how many masked records have come
     */
    public Progress progress(int enrolled, int records) {
        return switch (phase) {
            case ADVERTISING ->
                new Progress(phase, heard(Step.ADVERTISEMENT).size(), Math.min(enrolled, Roster.MOST), Roster.LEAST);
            case SHARING -> started(heard(Step.SHARES).size(), roster().size());
            case MASKING -> started(records, sharing.count());
            case UNMASKING -> started(heard(Step.DISCLOSURE).size(), answered.count());
        };
    }

    private Progress started(int heard, int expected) {
        return new Progress(phase, heard, expected, roster().threshold());
    }

    /**
     * The entry of a journal that says that the phase is over.
     *
     * @param records devices whose masked records have come
     */
    public byte[] turn(Collection<Octets> records) {
        Octets who = phase == Phase.MASKING ? positions(records).bitmap(roster().size()) : Octets.of();
        byte[] bitmap = who.bytes();
        byte[] entry = new byte[1 + bitmap.length];
        entry[0] = (byte) (phase.code() + 1);
        System.arraycopy(bitmap, 0, entry, 1, bitmap.length);
        return entry;
    }

    private Members positions(Collection<Octets> devices) {
        return Members.of(devices.stream()
                .map(roster()::position)
                .flatMapToInt(OptionalInt::stream)
                .boxed()
                .toList());
    }

    /** Reads the next entry of a journal: a letter that counts, or that a phase is over. */
    public void read(byte... entry) throws Refused {
        if (entry[0] > 0) {
            turn(entry);
        } else {
            Letter letter = Letter.parse(entry);
            heard(letter.step()).put(letter.device().hex(), letter);
        }
    }

    private void turn(byte... entry) throws Refused {
        phase = Phase.of(entry[0]);
        switch (phase) {
            case SHARING -> roster = Optional.of(advertised());
            case MASKING ->
                sharing = positions(
                        heard(Step.SHARES).values().stream().map(Letter::device).toList());
            case UNMASKING -> answered = Members.read(Parts.after(Octets.of(entry), 1), roster().size());
            case ADVERTISING -> throw new Refused(Reason.FORMAT);
        }
    }

    private Roster advertised() {
        return new Roster(
                round,
                heard(Step.ADVERTISEMENT).values().stream()
                        .map(letter -> new Roster.Member(
                                letter.device(),
                                letter.field(0).first(X25519.BYTES),
                                Parts.after(letter.field(0), X25519.BYTES)))
                        .toList());
    }

    /** What there is to be told to a device; nothing where it has no part in what is next. */
    public Optional<byte[]> message(Octets device, DeviceKey key) {
        return switch (phase) {
            case ADVERTISING -> Optional.empty();
            case SHARING -> bytes(roster().all(), device, roster().letter(device, key));
            case MASKING -> isOf(sharing, device) ? Optional.of(parcel(device, key)) : Optional.empty();
            case UNMASKING -> bytes(answered, device, letter(device, key, Step.QUESTION, answered));
        };
    }

    private Optional<byte[]> bytes(Members members, Octets device, Letter letter) {
        return isOf(members, device) ? Optional.of(letter.bytes()) : Optional.empty();
    }

    private Letter letter(Octets device, DeviceKey key, Step step, Members members, Octets... more) {
        List<Octets> fields = new ArrayList<>(List.of(roster().digest(), members.bitmap(roster().size())));
        fields.addAll(List.of(more));
        return Letter.of(device, key, round, step, fields.toArray(Octets[]::new));
    }

    private byte[] parcel(Octets device, DeviceKey key) {
        int position = roster().position(device).orElseThrow();
        List<Octets> sealed = sharing.without(position).positions().stream()
                .map(other -> sealed(other, position))
                .toList();
        return letter(device, key, Step.PARCEL, sharing, Parts.joined(sealed)).bytes();
    }

    /** What the one sealed for the other one, whose place comes later by one if it is behind that of the first. */
    private Octets sealed(int from, int to) {
        Octets all =
                heard(Step.SHARES).get(roster().member(from).device().hex()).field(1);
        int index = to < from ? to : to - 1;
        return Parts.after(all, index * Pair.SEALED_BYTES).first(Pair.SEALED_BYTES);
    }

    /** How many records the sum has of which the masks vanish. */
    public int answered() {
        return answered.count();
    }

    /**
     * What has to be added to the sum of all records, so that no mask is left in it.
     *
     * @throws dev.thimble.core.diag.ThimbleException where shares do not fit
     */
    public Masks unmasking() {
        Unmasking unmasking = new Unmasking(roster(), sharing, answered);
        heard(Step.DISCLOSURE)
                .forEach((device, letter) ->
                        unmasking.add(roster().position(letter.device()).orElseThrow(), letter));
        return unmasking.masks();
    }
}
