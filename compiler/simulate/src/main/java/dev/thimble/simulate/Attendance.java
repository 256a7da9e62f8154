package dev.thimble.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Whose records come in a round: some devices stay silent, and others answer when it is closed. */
final class Attendance {
    private final Scenario scenario;
    private final SplittableRandom random;
    private final List<byte[]> late = new ArrayList<>();

    Attendance(Scenario scenario) {
        this.scenario = scenario;
        this.random = new SplittableRandom(scenario.seed());
    }

    /** What has come when a round is closed: the records of this one, and of the one before from who was late. */
    <D> List<byte[]> records(List<D> devices, Function<D, Optional<byte[]>> answer) {
        List<byte[]> records = new ArrayList<>(late);
        late.clear();
        Set<Integer> silent = new HashSet<>();
        Set<Integer> slow = new HashSet<>();
        for (int at = 0; at < devices.size(); at++) {
            double drawn = random.nextDouble();
            if (drawn < scenario.dropout()) {
                silent.add(at);
            } else if (drawn < scenario.dropout() + scenario.stragglers()) {
                slow.add(at);
            }
        }
        List<Optional<byte[]>> answers = IntStream.range(0, devices.size())
                .parallel()
                .mapToObj(at -> silent.contains(at) ? Optional.<byte[]>empty() : answer.apply(devices.get(at)))
                .toList();
        for (int at = 0; at < devices.size(); at++) {
            answers.get(at).ifPresent(slow.contains(at) ? late::add : records::add);
        }
        return records;
    }
}
