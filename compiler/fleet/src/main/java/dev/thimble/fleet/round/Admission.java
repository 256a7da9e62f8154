package dev.thimble.fleet.round;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Decides which files of a folder a round accepts. What it had accepted before stays. Of several new records of a device,
 * all of which would count, the one with the lowest code of authentication does: which of them the folder lists first, or
 * what they are called, decides nothing.
 */
final class Admission {
    private final Gate gate;

    /** The code of what each device has in the round. */
    private final Map<Octets, Octets> before = new HashMap<>();

    /** Devices whose record of before was seen in the folder again. */
    private final Set<Octets> seenAgain = new HashSet<>();

    private final SortedMap<String, Candidate> candidates = new TreeMap<>();
    private final Map<Reason, Long> refused = new EnumMap<>(Reason.class);

    Admission(Gate gate) {
        this.gate = gate;
    }

    /**
     * A file that counts, unless a better one of its device comes.
     *
     * @param file where it is
     * @param mac its code
     */
    record Candidate(Path file, Octets mac) {}

    /** Takes note of a record that was accepted before, if its device is enrolled still. */
    void known(byte... bytes) {
        admitted(reason -> {}, bytes).ifPresent(accepted -> before.put(accepted.device(), accepted.mac()));
    }

    /**
     * Looks at the files of a folder; whatever is none, is passed over.
     *
     * @throws ThimbleException where one cannot be read
     */
    void look(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    admitted(this::refuse, bytes(file)).ifPresent(accepted -> offer(file, accepted));
                }
            }
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }

    /** One byte more than any record has is enough to be refused. */
    private byte[] bytes(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(gate.task().mostBytes() + 1);
        }
    }

    private Optional<Accepted> admitted(Consumer<Reason> refusing, byte... bytes) {
        try {
            return Optional.of(gate.admit(bytes));
        } catch (Refused e) {
            refusing.accept(e.reason());
            return Optional.empty();
        }
    }

    private void refuse(Reason reason) {
        refused.merge(reason, 1L, Long::sum);
    }

    private void offer(Path file, Accepted accepted) {
        Octets device = accepted.device();
        if (before.containsKey(device)) {
            boolean same = before.get(device).equals(accepted.mac());
            if (!same || !seenAgain.add(device)) {
                refuse(Reason.DUPLICATE);
            }
            return;
        }
        Candidate one = new Candidate(file, accepted.mac());
        Candidate other = candidates.putIfAbsent(device.hex(), one);
        if (other != null) {
            refuse(Reason.DUPLICATE);
            candidates.put(device.hex(), one.mac().hex().compareTo(other.mac().hex()) < 0 ? one : other);
        }
    }

    /** Writes down what counts, in the order of the devices' ids. A file that has changed since is not what counted. */
    void write(Journal journal) throws IOException {
        for (Candidate candidate : candidates.values()) {
            byte[] bytes = bytes(candidate.file());
            Optional<Accepted> accepted = admitted(reason -> {}, bytes);
            if (accepted.isPresent() && accepted.get().mac().equals(candidate.mac())) {
                journal.add(bytes);
            }
        }
        journal.sync();
    }

    /** For what reasons others do not. */
    Map<Reason, Long> refused() {
        return refused;
    }
}
