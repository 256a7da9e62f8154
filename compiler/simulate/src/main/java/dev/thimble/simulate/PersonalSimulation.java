package dev.thimble.simulate;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.SharedPart;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Outcome;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A fleet whose devices are asked what they hear: examples with the labels of their own data, shared out alike. Some
 * devices have a head of their own, and some take part in no round.
 *
 * @param simulation the model, and the data of all devices
 */
public record PersonalSimulation(Simulation simulation, PersonalScenario scenario) {
    /**
     * The rounds under a strategy.
     *
     * @param hardware the devices that run the C; they have the first image
     * @throws ThimbleException where one of these sends another record than the reference
     */
    public <A extends Accumulator<A>> List<PersonalResult> run(
            PersonalPart personal, Strategy<A> strategy, Hardware hardware) {
        return new Run<>(personal, strategy, hardware).rounds();
    }

    private List<PersonalDevice> devices() {
        Scenario fleet = scenario.fleet();
        List<List<List<Sentence>>> parts = new Split(fleet.alpha(), new SplittableRandom(fleet.seed()))
                .alike(simulation.train(), simulation.test(), simulation.labels(), fleet.devices());
        return IntStream.range(0, fleet.devices())
                .mapToObj(number -> new PersonalDevice(
                        new Device(
                                number,
                                parts.get(0).get(number),
                                fleet.attack().filter(attack -> number < fleet.hostile())),
                        Simulation.examples(parts.get(1).get(number))))
                .toList();
    }

    /** One run. */
    private final class Run<A extends Accumulator<A>> {
        private final SharedPart shared;
        private final Strategy<A> strategy;
        private final List<PersonalDevice> participants;
        private final List<PersonalDevice> newcomers;
        private final Hardware hardware;
        private final Workforce workforce;
        private final Reception<A> reception;
        private TrainedModel model = simulation.first();
        private Parameters parameters = model.parameters();
        private Moments moments = Moments.NONE;

        Run(PersonalPart personal, Strategy<A> strategy, Hardware hardware) {
            this.shared = personal.leaves(model.form());
            this.strategy = strategy;
            this.hardware = hardware;
            List<PersonalDevice> devices = devices();
            this.participants = devices.subList(0, scenario.participants());
            this.newcomers = devices.subList(scenario.participants(), devices.size());
            List<Device> working =
                    participants.stream().map(PersonalDevice::device).toList();
            this.reception = Reception.of(strategy, working);
            this.workforce = new Workforce(scenario.fleet(), hardware, working, shared);
        }

        List<PersonalResult> rounds() {
            List<PersonalResult> results = new ArrayList<>(List.of(result(0, Map.of(), Workforce.Work.NONE)));
            for (int round = 1; round <= scenario.fleet().rounds(); round++) {
                results.add(round(round));
            }
            return results;
        }

        private PersonalResult round(int round) {
            Task task = scenario.fleet().task(model.base(), model.part(shared), shared.size(), round);
            PersonalLessons lessons = new PersonalLessons(shared, scenario);
            Workforce.Work work = workforce.work(model, task, device -> lessons.assignment(device, task));
            Map<Reason, Long> refused = new EnumMap<>(Reason.class);
            publish(task, reception.accumulated(task, work.records(), refused));
            return result(round, refused, work);
        }

        private void publish(Task task, A all) {
            if (all.devices() >= strategy.least()) {
                Outcome outcome = strategy.outcome(task, all, moments);
                int[] old = parameters.values();
                Parameters moved = Parameters.of(shared.of(old)).plus(outcome.change());
                parameters = Parameters.of(shared.joined(old, moved.values()));
                moments = outcome.moments();
                model = simulation.first().with(parameters);
                hardware.install(model);
            }
        }

        private PersonalResult result(int round, Map<Reason, Long> refused, Workforce.Work work) {
            return new PersonalResult(
                    round,
                    scores(device -> device.published(model)),
                    scores(device -> device.own(model, scenario)),
                    refused,
                    work.recordBytes(),
                    work.compared());
        }

        private Scores scores(Function<PersonalDevice, Score> score) {
            return Scores.of(participants, newcomers, score);
        }
    }
}
