package dev.thimble.fleet.round;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts records one by one, as a transport brings them. Others may accept records, enrol devices, and close and begin
 * rounds meanwhile. One thread at a time calls it.
 */
public final class Intake {
    private final FleetState state;
    private Optional<Seen> seen = Optional.empty();
    private Optional<Seen> seenBefore = Optional.empty();

    Intake(FleetState state) {
        this.state = state;
    }

    /**
     * Accepts a record, or tells why it does not count. When this returns, the record is on the disk. The same record again
     * is told the same, also when its round is closed meanwhile, for whoever sends it again did not hear of it.
     *
     * @throws dev.thimble.core.diag.ThimbleException where no round has begun, or where nothing can be written; the record
     *     is not accepted then
     */
    public Optional<Reason> accept(byte... record) {
        return state.alone(() -> accepted(record));
    }

    private Optional<Reason> accepted(byte... bytes) throws IOException {
        Seen last = Seen.of(state, state.lastFiles(), seen);
        seen = Optional.of(last);
        Optional<Letter> letter = last.letter(bytes);
        return letter.isPresent() ? last.accept(state, letter.get()) : acceptedRecord(last, bytes);
    }

    private Optional<Reason> acceptedRecord(Seen last, byte... bytes) throws IOException {
        Optional<Reason> reason = judged(last, bytes);
        boolean counted = reason.equals(Optional.of(Reason.ROUND)) && countedBefore(last, parsed(bytes));
        return counted ? Optional.empty() : reason;
    }

    private Optional<Reason> judged(Seen last, byte... bytes) throws IOException {
        try {
            return answer(last, last.gate.admit(bytes), bytes);
        } catch (Refused e) {
            return Optional.of(e.reason());
        }
    }

    /** A record that was let in, or refused for no worse reason than its round. */
    private static UpdateRecord parsed(byte... bytes) {
        try {
            return UpdateRecord.parse(bytes);
        } catch (Refused e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Reason> answer(Seen last, Accepted accepted, byte... bytes) throws IOException {
        Octets before = last.codes.get(accepted.device());
        if (before != null) {
            return before.equals(accepted.mac()) ? Optional.empty() : Optional.of(Reason.DUPLICATE);
        }
        if (state.isClosed(last.gate.task().round())) {
            return Optional.of(Reason.ROUND);
        }
        if (!last.isAwaited(accepted.device())) {
            return Optional.of(Reason.COHORT);
        }
        last.append(state, accepted, bytes);
        return Optional.empty();
    }

    /** Whether a record, whose code is right, was accepted in a round before. */
    private boolean countedBefore(Seen last, UpdateRecord record) throws IOException {
        Optional<RoundFiles> files =
                state.filesBefore(record.update().round(), last.gate.task().round());
        if (files.isEmpty()) {
            return false;
        }
        Seen before = Seen.of(state, files.get(), seenBefore);
        seenBefore = Optional.of(before);
        return record.mac().equals(before.codes.get(record.device()));
    }

    /** What is known of a round, as long as nobody else writes it. */
    private static final class Seen {
        private final RoundFiles files;
        private final Gate gate;
        private final FileTime keys;

        /** What was said of masks, where there are some. */
        private final Optional<Conversation> conversation;

        /** The code of each device's record. */
        private final Map<Octets, Octets> codes = new HashMap<>();

        private long bytes;

        private Seen(RoundFiles files, Gate gate, FileTime keys) throws IOException {
            this.files = files;
            this.gate = gate;
            this.keys = keys;
            this.conversation = gate.task().form().kind() == Kind.MASKED
                    ? Optional.of(Conversation.of(files, gate.task().round()))
                    : Optional.empty();
        }

        /** The one that is known, unless its files have changed. */
        static Seen of(FleetState state, RoundFiles files, Optional<Seen> known) throws IOException {
            FileTime keys = changed(state.keys());
            Optional<Seen> same = known.filter(seen -> seen.files.equals(files) && seen.keys.equals(keys));
            if (same.isPresent() && same.get().isCurrent()) {
                return same.get();
            }
            Seen read = new Seen(files, new Gate(FleetState.task(files), KeyFile.read(state.keys())), keys);
            read.bytes = Journal.read(files.journal(), read.gate.task().mostBytes(), read::known);
            return read;
        }

        private boolean isCurrent() throws IOException {
            boolean isConversation =
                    conversation.isEmpty() || conversation.get().isCurrent();
            return isConversation && bytes == size(files.journal());
        }

        private static FileTime changed(Path keys) throws IOException {
            return Files.exists(keys) ? Files.getLastModifiedTime(keys) : FileTime.fromMillis(0);
        }

        private static long size(Path journal) throws IOException {
            return Files.exists(journal) ? Files.size(journal) : 0;
        }

        private void known(byte... record) {
            UpdateRecord parsed = parsed(record);
            codes.put(parsed.device(), parsed.mac());
        }

        /** What bytes say of masks, if they do. */
        Optional<Letter> letter(byte... bytes) {
            try {
                return conversation.isPresent() ? Optional.of(Letter.parse(bytes)) : Optional.empty();
            } catch (Refused e) {
                return Optional.empty();
            }
        }

        Optional<Reason> accept(FleetState state, Letter letter) throws IOException {
            return conversation.orElseThrow().accept(state, gate.keys(), letter);
        }

        /** Whether the round waits for a record of a device. */
        boolean isAwaited(Octets device) {
            return conversation.isEmpty() || conversation.get().proceedings().isAwaited(device);
        }

        void append(FleetState state, Accepted accepted, byte... record) throws IOException {
            try (Journal journal =
                    Journal.append(files.journal(), bytes, gate.task().mostBytes(), state.disk())) {
                journal.add(record);
                journal.sync();
            }
            bytes = Files.size(files.journal());
            codes.put(accepted.device(), accepted.mac());
        }
    }
}
