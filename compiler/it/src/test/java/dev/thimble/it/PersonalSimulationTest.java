package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSets;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.SharedPart;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.strategy.FedAvg;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.PersonalResult;
import dev.thimble.simulate.PersonalScenario;
import dev.thimble.simulate.PersonalSimulation;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Sentence;
import dev.thimble.simulate.Simulation;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Devices with a head of their own, and such as come later. */
class PersonalSimulationTest {
    private static final int ROUNDS = 3;
    private static final TrainedModel MODEL = new TrainedSteps(3, "head+pooler", KernelSets.PORTABLE, 1).model();
    private static final SharedPart SHARED = PersonalPart.HEAD.leaves(MODEL.form());
    private static final List<Sentence> TRAIN = examples(1, 240);
    private static final List<Sentence> TEST = examples(2, 120);

    /** Clusters around a point for each label. */
    private static List<Sentence> examples(long seed, int count) {
        Random random = new Random(seed);
        int labels = MODEL.computed().output().shape().width();
        int width = MODEL.form().width();
        return IntStream.range(0, count)
                .mapToObj(i -> new Sentence(
                        "",
                        new Example(
                                IntStream.range(0, width)
                                        .mapToObj(at -> new Random(at * 100L + i % labels).nextInt(101)
                                                - 50
                                                + random.nextInt(41))
                                        .toList(),
                                i % labels)))
                .toList();
    }

    private static PersonalScenario scenario(double newcomers) {
        Scenario.Learning learning = new Scenario.Learning(2, Rates.of(0.02, 0.5, 0), 8, 0);
        Scenario.Telling telling = new Scenario.Telling(9, 1 << 21, new Form.Dense(), 4096, Optional.empty());
        Scenario fleet = new Scenario(8, ROUNDS, 0.5, 0, 0, 0, Optional.empty(), learning, telling, 5);
        return new PersonalScenario(fleet, newcomers, 5);
    }

    private static List<PersonalResult> run(PersonalPart personal, double newcomers) {
        Simulation simulation = new Simulation(MODEL, TRAIN, TEST);
        return new PersonalSimulation(simulation, scenario(newcomers)).run(personal, new FedAvg(), Hardware.NONE);
    }

    @Test
    void everyDeviceIsAskedWhetherItTookPartOrNot() {
        for (PersonalResult result : run(PersonalPart.HEAD, 0.25)) {
            assertThat(result.own().newcomers().asked()).isPositive();
            assertThat(result.own().participants().asked()
                            + result.own().newcomers().asked())
                    .isEqualTo(TEST.size());
        }
        assertThat(run(PersonalPart.HEAD, 0).get(0).own().newcomers().asked()).isZero();
    }

    @Test
    void aHeadOfItsOwnBeginsWhereTheSharedOneDoesAndIsTheSameForTheSameSeed() {
        List<PersonalResult> personal = run(PersonalPart.HEAD, 0.25);
        List<PersonalResult> shared = run(PersonalPart.NOTHING, 0.25);
        assertThat(personal.get(0)).isEqualTo(shared.get(0));
        assertThat(personal.get(ROUNDS)).isNotEqualTo(shared.get(ROUNDS));
        assertThat(run(PersonalPart.HEAD, 0.25)).isEqualTo(personal);
    }

    @Test
    void devicesThatHearFewLabelsAnswerBetterWithAHeadOfTheirOwn() {
        PersonalResult last = run(PersonalPart.HEAD, 0.25).get(ROUNDS);
        assertThat(last.own().participants().share())
                .isGreaterThan(last.published().participants().share());
        assertThat(last.own().newcomers().share())
                .isGreaterThan(last.published().newcomers().share());
    }

    @Test
    void aRecordHasNothingOfTheHead() {
        int head = MODEL.form().head().size();
        long saved = run(PersonalPart.NOTHING, 0.25).get(1).bytesUp()
                - run(PersonalPart.HEAD, 0.25).get(1).bytesUp();
        assertThat(saved).isGreaterThanOrEqualTo(head);
        assertThat(SHARED.size()).isEqualTo(MODEL.form().size() - head);
        assertThat(MODEL.part(SHARED)).isNotEqualTo(MODEL.part());
    }
}
