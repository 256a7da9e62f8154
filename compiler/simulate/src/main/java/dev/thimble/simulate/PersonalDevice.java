package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.Trainer;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A device that is asked what it hears, and answers with the published head or with one of its own. It keeps nothing between
 * rounds: one that comes later does the same.
 *
 * @param device what it is otherwise
 * @param tests what it is asked
 */
record PersonalDevice(Device device, List<Example> tests) {
    PersonalDevice {
        tests = List.copyOf(tests);
    }

    /** Its right answers with the image as it is. */
    Score published(TrainedModel model) {
        return score(model.trainer());
    }

    /** Its right answers once it has trained the head on all its examples, and nothing else. */
    Score own(TrainedModel model, PersonalScenario scenario) {
        Trainer trainer = model.trainer();
        trainer.hold(PersonalPart.HEAD.leaves(model.form()).names());
        Scenario.Learning learning = scenario.fleet().learning();
        SplittableRandom random = new SplittableRandom(scenario.fleet().seed() ^ device.number());
        List<Example> examples = Simulation.examples(device.examples());
        learning.teach(trainer, Device.kept(learning.replay(), trainer), examples, scenario.epochs(), random);
        return score(trainer);
    }

    private Score score(Trainer trainer) {
        long right = tests.stream()
                .filter(example -> trainer.classify(example.features()) == example.label())
                .count();
        return new Score(right, tests.size());
    }
}
