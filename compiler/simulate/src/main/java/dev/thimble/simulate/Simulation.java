package dev.thimble.simulate;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Outcome;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Progress;
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
public record Simulation(TrainedModel first, List<Sentence> train, List<Sentence> test) {
    /** Copies the lists. */
    public Simulation {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** What the reference learns from. */
    static List<Example> examples(List<Sentence> sentences) {
        return sentences.stream().map(Sentence::example).toList();
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
        scenario.learning().teach(trainer, replay, examples(train), epochs, random);
        return accuracy(first.with(Parameters.of(trainer.parameters())));
    }

    private double accuracy(TrainedModel model) {
        Trainer trainer = model.trainer();
        long right = test.stream()
                .filter(sentence -> trainer.classify(sentence.example().features()) == sentence.label())
                .count();
        return (double) right / test.size();
    }

    /** What a scenario came to under a strategy: its rounds, and the model at their end. */
    public record Course(List<RoundResult> rounds, TrainedModel model) {
        /** Copies the list. */
        public Course {
            rounds = List.copyOf(rounds);
        }
    }

    /**
     * The rounds of a scenario under a strategy.
     *
     * @param hardware the devices that run the C; they have the first image
     * @param progress is told of each round
     * @throws ThimbleException where one of these sends another record than the reference
     */
    public <A extends Accumulator<A>> Course run(
            Scenario scenario, Strategy<A> strategy, Hardware hardware, Progress progress) {
        return new Run<>(scenario, strategy, hardware).course(progress);
    }

    /** One run. */
    private final class Run<A extends Accumulator<A>> {
        private final Scenario scenario;
        private final Strategy<A> strategy;
        private final Hardware hardware;
        private final Reception<A> reception;
        private final Workforce workforce;
        private TrainedModel model = first;
        private Parameters parameters = first.parameters();
        private Moments moments = Moments.NONE;

        Run(Scenario scenario, Strategy<A> strategy, Hardware hardware) {
            this.scenario = scenario;
            this.strategy = strategy;
            this.hardware = hardware;
            List<List<Sentence>> parts = new Split(scenario.alpha(), new SplittableRandom(scenario.seed()))
                    .over(train, labels(), scenario.devices());
            List<Device> devices = IntStream.range(0, scenario.devices())
                    .mapToObj(number -> new Device(
                            number, parts.get(number), scenario.attack().filter(attack -> number < scenario.hostile())))
                    .toList();
            this.reception = Reception.of(strategy, devices);
            this.workforce = new Workforce(scenario, hardware, devices, PersonalPart.NOTHING.leaves(first.form()));
        }

        Course course(Progress progress) {
            List<RoundResult> results =
                    new ArrayList<>(List.of(new RoundResult(0, accuracy(model), 0, Map.of(), 0, 0, 0)));
            List<Integer> rounds =
                    IntStream.rangeClosed(1, scenario.rounds()).boxed().toList();
            for (int round : progress.over("rounds", rounds)) {
                results.add(round(round));
            }
            return new Course(results, model);
        }

        private RoundResult round(int round) {
            Task task = task(round);
            Workforce.Work work = workforce.work(model, task, device -> device.assignment(task, scenario));
            Map<Reason, Long> refused = new EnumMap<>(Reason.class);
            A all = reception.accumulated(task, work.records(), refused);
            long bytesDown = work.taskBytes() + published(task, all);
            return new RoundResult(
                    round, accuracy(model), all.devices(), refused, work.recordBytes(), bytesDown, work.compared());
        }

        private Task task(int round) {
            return scenario.task(model.base(), model.part(), parameters.size(), round);
        }

        /** Publishes what the records come to, if there are enough; the bytes of the updates that devices get of it. */
        private long published(Task task, A all) {
            if (all.devices() < strategy.least()) {
                return 0;
            }
            Outcome outcome = strategy.outcome(task, all, moments);
            parameters = parameters.plus(outcome.change());
            moments = outcome.moments();
            TrainedModel before = model;
            model = first.with(parameters);
            hardware.install(model);
            return scenario.devices() * Downlink.updateBytes(before, model, task.round());
        }
    }
}
