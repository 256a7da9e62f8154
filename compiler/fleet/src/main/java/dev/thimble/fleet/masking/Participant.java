package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.util.function.Function;

/**
 * A device in masked rounds. It says the same again when it is told the same again, and nothing when it is told anything else
 * for the second time.
 *
 * @param device its id
 * @param key its key
 */
public record Participant(Octets device, DeviceKey key) {
    /**
     * Takes part in a round, with new secrets.
     *
     * @param random of which these are made
     */
    public Reply join(Task task, RandomBytes random) {
        return advertisement(Memory.of(task, random));
    }

    /** What it said when it joined the round. */
    public Reply advertisement(Memory memory) {
        Roster.Member member = memory.secrets().member(device);
        return letter(memory, Step.ADVERTISEMENT, Parts.after(member.bytes(), UpdateRecord.DEVICE_BYTES));
    }

    private Reply letter(Memory memory, Step step, Octets... fields) {
        return new Reply(
                memory, Letter.of(device, key, memory.round(), step, fields).bytes());
    }

    /**
     * Answers the server.
     *
     * @param memory of the round
     * @param message of the server
     * @param update under masks; asked for once in a round
     * @throws Refused where there is no answer: for {@link Reason#COHORT} where the device is not among those that the letter
     *     names, or these are too few, and for {@link Reason#DUPLICATE} where it was told something else before
     */
    public Reply answer(Memory memory, byte[] message, Function<Masks, Update> update) throws Refused {
        Letter letter = Letter.open(device, key, message);
        Refused.unless(letter.round() == memory.round(), Reason.ROUND);
        Memory now = memory.hearing(letter);
        return switch (letter.step()) {
            case ROSTER -> shares(now);
            case PARCEL -> record(now, update);
            case QUESTION -> disclosure(now, letter);
            case ADVERTISEMENT, SHARES, DISCLOSURE -> throw new Refused(Reason.FORMAT);
        };
    }

    private Reply shares(Memory memory) throws Refused {
        Seat seat = Seat.of(device, memory);
        return letter(memory, Step.SHARES, seat.roster().digest(), Parts.joined(seat.sealed()));
    }

    private Reply record(Memory memory, Function<Masks, Update> update) throws Refused {
        Seat seat = Seat.of(device, memory);
        Parcel parcel = Parcel.read(seat, memory.heard(Step.PARCEL));
        if (memory.record().isPresent()) {
            return new Reply(memory, memory.record().get().bytes());
        }
        byte[] record = UpdateRecord.of(device, update.apply(seat.masks(parcel.members())), key)
                .bytes();
        return new Reply(memory.sending(record), record);
    }

    private Reply disclosure(Memory memory, Letter question) throws Refused {
        Seat seat = Seat.of(device, memory);
        Refused.unless(memory.record().isPresent(), Reason.COHORT);
        Parcel parcel = Parcel.read(seat, memory.heard(Step.PARCEL));
        Members answered = seat.members(question);
        Refused.unless(answered.isWithin(parcel.members()), Reason.COHORT);
        return letter(memory, Step.DISCLOSURE, question.field(0), question.field(1), parcel.disclosed(answered));
    }
}
