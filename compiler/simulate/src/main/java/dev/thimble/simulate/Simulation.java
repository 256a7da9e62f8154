package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Outcome;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A fleet in one process. Every device computes what its C would, sends the record that it would send, and starts each
 * round from the image that was published, rounded to 8 bits as it is.
 *
 * @param first the model that devices are flashed with
 * @param train what devices have seen, all of them together
 * @param test what none has
 */
public record Simulation(TrainedModel first, List<Example> train, List<Example> test) {
    /** Copies the lists. */
    public Simulation {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** A simulation with a compiled model. */
    public static Simulation of(Compilation compilation, TrainerForm form, List<Example> train, List<Example> test) {
        return new Simulation(TrainedModel.of(compilation, form), train, test);
    }

    int labels() {
        return first.form().head().rows();
    }

    /** The accuracy of the same part trained on all examples in one place, as many times as a fleet sees them. */
    public double central(Scenario scenario) {
        Trainer trainer = first.trainer();
        Replay replay = new Replay(scenario.learning().replay(), labels(), 1);
        SplittableRandom random = new SplittableRandom(scenario.seed());
        int epochs = scenario.rounds() * scenario.learning().epochs();
        scenario.learning().teach(trainer, replay, train, epochs, random);
        return accuracy(first.with(Parameters.of(trainer.parameters())));
    }

    private double accuracy(TrainedModel model) {
        Trainer trainer = model.trainer();
        long right = test.stream()
                .filter(example -> trainer.classify(example.features()) == example.label())
                .count();
        return (double) right / test.size();
    }

    /** The rounds of a scenario under a strategy. */
    public <A extends Accumulator<A>> List<RoundResult> run(Scenario scenario, Strategy<A> strategy) {
        return new Run<>(scenario, strategy).rounds();
    }

    /** One run. */
    private final class Run<A extends Accumulator<A>> {
        private final Scenario scenario;
        private final Strategy<A> strategy;
        private final List<Device> devices;
        private final Attendance attendance;
        private final Reception<A> reception;
        private TrainedModel model = first;
        private Parameters parameters = first.parameters();
        private Moments moments = Moments.NONE;

        Run(Scenario scenario, Strategy<A> strategy) {
            this.scenario = scenario;
            this.strategy = strategy;
            this.attendance = new Attendance(scenario);
            List<List<Example>> parts = new Split(scenario.alpha(), new SplittableRandom(scenario.seed()))
                    .over(train, labels(), scenario.devices());
            this.devices = IntStream.range(0, scenario.devices())
                    .mapToObj(number -> new Device(
                            number, parts.get(number), scenario.attack().filter(attack -> number < scenario.hostile())))
                    .toList();
            this.reception = Reception.of(strategy, devices);
        }

        List<RoundResult> rounds() {
            List<RoundResult> results = new ArrayList<>(List.of(new RoundResult(0, accuracy(model), 0, Map.of(), 0)));
            for (int round = 1; round <= scenario.rounds(); round++) {
                results.add(round(round));
            }
            return results;
        }

        private RoundResult round(int round) {
            Task task = Task.of(
                    model.base(),
                    model.part(),
                    parameters.size(),
                    round,
                    scenario.shift(),
                    scenario.clip(),
                    new Form.Dense(),
                    Task.MOST_EXAMPLES);
            List<byte[]> records = attendance.records(devices, device -> device.answer(model, task, scenario));
            long bytes = records.stream().mapToLong(record -> record.length).sum();
            Map<Reason, Long> refused = new EnumMap<>(Reason.class);
            A all = reception.accumulated(task, records, refused);
            publish(task, all);
            return new RoundResult(round, accuracy(model), all.devices(), refused, bytes);
        }

        private void publish(Task task, A all) {
            if (all.devices() >= strategy.least()) {
                Outcome outcome = strategy.outcome(task, all, moments);
                parameters = parameters.plus(outcome.change());
                moments = outcome.moments();
                model = first.with(parameters);
            }
        }
    }
}
