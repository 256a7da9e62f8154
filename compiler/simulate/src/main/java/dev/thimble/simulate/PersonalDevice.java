package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.SharedPart;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A device that makes what is its own anew whenever it needs it, from where the image has it (federated reconstruction:
 * Singhal et al. 2021, arXiv 2102.03448). So it keeps nothing between rounds, and one that comes later does the same.
 *
 * @param device what it is otherwise
 * @param tests what it is asked
 */
record PersonalDevice(Device device, List<Example> tests) {
    PersonalDevice {
        tests = List.copyOf(tests);
    }

    /**
     * Its record of how the shared part changed: it makes its own part on one half of its examples, and then trains the shared
     * one on the other half. Nothing where it has seen nothing to train on.
     */
    Optional<byte[]> answer(TrainedModel model, SharedPart shared, Task task, PersonalScenario scenario) {
        Trainer trainer = model.trainer();
        int[] begun = trainer.parameters();
        List<Example> examples = device.taught(trainer);
        boolean isAllShared = shared.personal().isEmpty();
        List<Example> queries = isAllShared ? examples : half(examples, 1);
        if (queries.isEmpty()) {
            return Optional.empty();
        }
        SplittableRandom random = random(scenario, task.round());
        if (!isAllShared) {
            teach(trainer, shared.names(), half(examples, 0), scenario.epochs(), scenario, random);
        }
        teach(trainer, shared.personal(), queries, scenario.fleet().learning().epochs(), scenario, random);
        return Optional.of(device.record(
                task,
                Parameters.of(shared.of(begun)),
                Parameters.of(shared.of(trainer.parameters())),
                queries.size(),
                random));
    }

    /** Examples lie label by label: so both halves have nearly the same labels, and the first one more where it is odd. */
    private static List<Example> half(List<Example> examples, int first) {
        return IntStream.range(0, examples.size())
                .filter(at -> at % 2 == first)
                .mapToObj(examples::get)
                .toList();
    }

    private static void teach(
            Trainer trainer,
            Set<String> held,
            List<Example> examples,
            int epochs,
            PersonalScenario scenario,
            SplittableRandom random) {
        Scenario.Learning learning = scenario.fleet().learning();
        trainer.hold(held);
        learning.teach(trainer, Device.kept(learning.replay(), trainer), examples, epochs, random);
    }

    private SplittableRandom random(PersonalScenario scenario, long round) {
        return new SplittableRandom(scenario.fleet().seed() ^ (round << 20) ^ device.number());
    }

    /** Its right answers with the image as it is. */
    Score published(TrainedModel model) {
        return score(model.trainer());
    }

    /** Its right answers once it has trained the head on all its examples, and nothing else. */
    Score own(TrainedModel model, PersonalScenario scenario) {
        Trainer trainer = model.trainer();
        Set<String> held = PersonalPart.HEAD.leaves(model.form()).names();
        teach(trainer, held, Simulation.examples(device.examples()), scenario.epochs(), scenario, random(scenario, 0));
        return score(trainer);
    }

    private Score score(Trainer trainer) {
        long right = tests.stream()
                .filter(example -> trainer.classify(example.features()) == example.label())
                .count();
        return new Score(right, tests.size());
    }
}
