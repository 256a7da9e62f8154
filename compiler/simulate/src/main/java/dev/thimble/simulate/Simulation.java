package dev.thimble.simulate;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.DeviceKeys;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Outcome;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
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

    private int labels() {
        return first.form().head().rows();
    }

    /** The accuracy of the same part trained on all examples in one place, as many times as a fleet sees them. */
    public double central(Scenario scenario) {
        Trainer trainer = first.trainer();
        Replay replay = new Replay(scenario.learning().replay(), labels(), 1);
        SplittableRandom random = new SplittableRandom(scenario.seed());
        int epochs = scenario.rounds() * scenario.learning().epochs();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (Sentence sentence : Device.shuffled(train, random)) {
                trainer.learn(
                        sentence.example(),
                        replay,
                        scenario.learning().replayed(),
                        scenario.learning().rates());
            }
        }
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
        private final AtomicLong compared = new AtomicLong();
        private final List<Device> devices;
        private final DeviceKeys keys;
        private final SplittableRandom random;
        private final List<byte[]> late = new ArrayList<>();
        private TrainedModel model = first;
        private Parameters parameters = first.parameters();
        private Moments moments = Moments.NONE;

        Run(Scenario scenario, Strategy<A> strategy, Hardware hardware) {
            this.scenario = scenario;
            this.strategy = strategy;
            this.hardware = hardware;
            this.random = new SplittableRandom(scenario.seed());
            List<List<Sentence>> parts = new Split(scenario.alpha(), new SplittableRandom(scenario.seed()))
                    .over(train, labels(), scenario.devices());
            this.devices = IntStream.range(0, scenario.devices())
                    .mapToObj(number -> new Device(
                            number, parts.get(number), scenario.attack().filter(attack -> number < scenario.hostile())))
                    .toList();
            Map<String, Device> byId = devices.stream()
                    .collect(Collectors.toMap(device -> device.id().hex(), device -> device));
            this.keys = id -> Optional.ofNullable(byId.get(id.hex())).map(Device::key);
        }

        Course course(Progress progress) {
            List<RoundResult> results =
                    new ArrayList<>(List.of(new RoundResult(0, accuracy(model), 0, Map.of(), 0, 0)));
            List<Integer> rounds =
                    IntStream.rangeClosed(1, scenario.rounds()).boxed().toList();
            for (int round : progress.over("rounds", rounds)) {
                results.add(round(round));
            }
            return new Course(results, model);
        }

        private RoundResult round(int round) {
            Task task = task(round);
            compared.set(0);
            List<byte[]> records = records(task);
            long bytes = records.stream().mapToLong(record -> record.length).sum();
            Map<Reason, Long> refused = new EnumMap<>(Reason.class);
            A all = accumulated(task, records, refused);
            publish(task, all);
            return new RoundResult(round, accuracy(model), all.devices(), refused, bytes, compared.get());
        }

        private Task task(int round) {
            return new Task(
                    model.base(),
                    model.part(),
                    parameters.size(),
                    round,
                    scenario.shift(),
                    scenario.clip(),
                    new Form.Dense(),
                    Task.MOST_EXAMPLES,
                    Optional.empty(),
                    scenario.learning().training());
        }

        /** What has come when the round is closed: those of this one, and of the one before from who was late. */
        private List<byte[]> records(Task task) {
            List<byte[]> records = new ArrayList<>(late);
            late.clear();
            Set<Integer> silent = new HashSet<>();
            Set<Integer> slow = new HashSet<>();
            for (Device device : devices) {
                double drawn = random.nextDouble();
                if (drawn < scenario.dropout()) {
                    silent.add(device.number());
                } else if (drawn < scenario.dropout() + scenario.stragglers()) {
                    slow.add(device.number());
                }
            }
            List<Optional<byte[]>> answers = devices.parallelStream()
                    .map(device -> silent.contains(device.number())
                            ? Optional.<byte[]>empty()
                            : device.assignment(task, scenario).map(assignment -> answer(device, assignment)))
                    .toList();
            for (Device device : devices) {
                answers.get(device.number()).ifPresent(slow.contains(device.number()) ? late::add : records::add);
            }
            return records;
        }

        private byte[] answer(Device device, Hardware.Assignment assignment) {
            byte[] expected = device.record(model, assignment, scenario);
            if (device.attack().isEmpty() && hardware.runs(device.number())) {
                if (!Arrays.equals(hardware.record(device.number(), assignment), expected)) {
                    throw new ThimbleException(FleetProblem.RECORD_DIFFERS.at(
                            "", device.number(), assignment.task().round()));
                }
                compared.incrementAndGet();
            }
            return expected;
        }

        private A accumulated(Task task, List<byte[]> records, Map<Reason, Long> refused) {
            Gate gate = new Gate(task, keys);
            A all = strategy.requireFor(task).empty(task);
            for (byte[] record : records) {
                try {
                    Accepted accepted = gate.admit(record);
                    all.add(accepted);
                } catch (Refused refusal) {
                    refused.merge(refusal.reason(), 1L, Long::sum);
                }
            }
            return all;
        }

        private void publish(Task task, A all) {
            if (all.devices() >= strategy.least()) {
                Outcome outcome = strategy.outcome(task, all, moments);
                parameters = parameters.plus(outcome.change());
                moments = outcome.moments();
                model = first.with(parameters);
                hardware.install(model);
            }
        }
    }
}
