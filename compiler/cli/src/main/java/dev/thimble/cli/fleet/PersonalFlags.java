package dev.thimble.cli.fleet;

import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.simulate.PersonalScenario;
import dev.thimble.simulate.Scenario;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options about what stays on devices, and about those that come later. */
final class PersonalFlags {
    private static final double NEWCOMERS = 0.2;

    @Option(
            names = "--personal",
            paramLabel = "PART",
            description = "head: stays on each device; compared with a head that is shared (docs/training.md)")
    private Optional<String> part = Optional.empty();

    @Option(
            names = "--newcomers",
            paramLabel = "P",
            description =
                    "the share of devices that take part in no round, and are asked like the others; 0.2 of --personal")
    private Optional<Double> newcomers = Optional.empty();

    @Option(
            names = "--personal-epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "of a device that makes its own head, 10 by default")
    private int epochs;

    /** Whether devices are asked what they hear. */
    boolean areGiven() {
        return part.isPresent() || newcomers.isPresent();
    }

    /** What stays on devices, one run each. */
    List<PersonalPart> parts(TrainablePart trained) {
        return part.map(word -> List.of(PersonalPart.NOTHING, PersonalPart.named(word, trained)))
                .orElse(List.of(PersonalPart.NOTHING));
    }

    /** What happens. */
    PersonalScenario scenario(Scenario fleet) {
        double share = newcomers.orElse(NEWCOMERS);
        ScenarioFlags.requireShare(share, "newcomers");
        ScenarioFlags.requireEpochs(epochs);
        return new PersonalScenario(fleet, share, epochs);
    }
}
