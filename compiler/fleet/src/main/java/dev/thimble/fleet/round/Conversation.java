package dev.thimble.fleet.round;

import dev.thimble.fleet.masking.Proceedings;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.DeviceKeys;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The letters of a masked round and its turns, in a journal of its own: what is in it was said, and nothing else. */
final class Conversation {
    private final RoundFiles files;
    private final long round;
    private final Proceedings proceedings;
    private long bytes;

    private Conversation(RoundFiles files, long round) {
        this.files = files;
        this.round = round;
        this.proceedings = new Proceedings(round);
    }

    /** That of a round. */
    static Conversation of(RoundFiles files, long round) throws IOException {
        Conversation read = new Conversation(files, round);
        read.bytes = Journal.read(files.letters(), Letter.MOST_BYTES, read::read);
        return read;
    }

    private void read(byte... entry) throws IOException {
        try {
            proceedings.read(entry);
        } catch (Refused e) {
            throw new IOException("an entry of " + files.letters() + " is neither a letter nor a turn", e);
        }
    }

    /** Whether nobody else has written since. */
    boolean isCurrent() throws IOException {
        return bytes == (Files.exists(files.letters()) ? Files.size(files.letters()) : 0);
    }

    Proceedings proceedings() {
        return proceedings;
    }

    /** Accepts a letter, which is on the disk then, or tells why it does not count. */
    Optional<Reason> accept(FleetState state, DeviceKeys keys, Letter letter) throws IOException {
        Optional<Reason> reason = refusal(keys, letter);
        if (reason.isEmpty() && !proceedings.knows(letter)) {
            if (state.isClosed(round)) {
                return Optional.of(Reason.COHORT);
            }
            append(state, letter.bytes());
        }
        return reason;
    }

    private Optional<Reason> refusal(DeviceKeys keys, Letter letter) {
        Optional<DeviceKey> key = keys.of(letter.device());
        if (key.isEmpty()) {
            return Optional.of(Reason.DEVICE);
        }
        return letter.isBy(key.get()) ? proceedings.refusal(letter) : Optional.of(Reason.MAC);
    }

    /** Adds an entry. */
    void append(FleetState state, byte... entry) throws IOException {
        try (Journal journal = Journal.append(files.letters(), bytes, Letter.MOST_BYTES, state.disk())) {
            journal.add(entry);
            journal.sync();
        }
        bytes = Files.size(files.letters());
        read(entry);
    }
}
