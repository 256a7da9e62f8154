package dev.thimble.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Whose records come in a round: some devices stay silent, and others answer when it is closed. */
final class Attendance {
    private final Scenario scenario;
    private final SplittableRandom random;
    private final List<byte[]> late = new ArrayList<>();

    Attendance(Scenario scenario) {
        this.scenario = scenario;
        this.random = new SplittableRandom(scenario.seed());
    }

    /** What a device does in a round. */
    enum Presence {
        SILENT,
        LATE,
        IN_TIME
    }

    /** What each of so many devices does in the next round. */
    List<Presence> next(int devices) {
        return Stream.generate(this::drawn).limit(devices).toList();
    }

    private Presence drawn() {
        double drawn = random.nextDouble();
        if (drawn < scenario.dropout()) {
            return Presence.SILENT;
        }
        return drawn < scenario.dropout() + scenario.stragglers() ? Presence.LATE : Presence.IN_TIME;
    }

    /**
     * What has come when a round is closed: the records of this one, and of the one before from who was late.
     *
     * @param answers of all devices, those that are late as well
     */
    List<byte[]> closed(List<Presence> presences, List<Optional<byte[]>> answers) {
        List<byte[]> records = new ArrayList<>(late);
        late.clear();
        for (int at = 0; at < presences.size(); at++) {
            answers.get(at).ifPresent(presences.get(at) == Presence.LATE ? late::add : records::add);
        }
        return records;
    }
}
