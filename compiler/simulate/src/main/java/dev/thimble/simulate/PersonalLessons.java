package dev.thimble.simulate;

import dev.thimble.core.train.SharedPart;
import dev.thimble.fleet.record.Task;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What devices do in rounds in which a part of each is its own: they make that anew on one half of their examples, and then
 * train what is shared on the other half (federated reconstruction: Singhal et al. 2021, arXiv 2102.03448).
 *
 * @param shared what is exchanged; where that is all, devices train on all examples
 */
record PersonalLessons(SharedPart shared, PersonalScenario scenario) {
    /** A device's part in a round; nothing where it has seen nothing to train the shared part on. */
    Optional<Hardware.Assignment> assignment(Device device, Task task) {
        boolean isAllShared = shared.personal().isEmpty();
        List<Sentence> queries = isAllShared ? device.examples() : half(device.examples(), 1);
        if (queries.isEmpty()) {
            return Optional.empty();
        }
        SplittableRandom random = device.random(task, scenario.fleet());
        List<Lesson> lessons = isAllShared
                ? List.of(shared(queries, task, random))
                : List.of(own(half(device.examples(), 0), random), shared(queries, task, random));
        return Optional.of(device.assignment(task, lessons, queries.size()));
    }

    private Lesson own(List<Sentence> examples, SplittableRandom random) {
        return new Lesson(shared.names(), Device.shuffled(examples, scenario.epochs(), random));
    }

    private Lesson shared(List<Sentence> examples, Task task, SplittableRandom random) {
        return new Lesson(
                shared.personal(), Device.shuffled(examples, task.training().epochs(), random));
    }

    /** Examples lie label by label: so both halves have nearly the same labels, and the first one more where it is odd. */
    private static List<Sentence> half(List<Sentence> examples, int first) {
        return IntStream.range(0, examples.size())
                .filter(at -> at % 2 == first)
                .mapToObj(examples::get)
                .toList();
    }
}
