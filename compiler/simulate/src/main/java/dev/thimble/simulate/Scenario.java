package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.pipeline.fit.Training;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What happens in a simulation.
 *
 * @param devices how many there are
 * @param rounds how many there are
 * @param alpha of the Dirichlet distribution that shares out the examples; above 0
 * @param dropout the share of devices that do not answer in a round, each time others
 * @param stragglers the share that answers a round too late
 * @param attackers the share of devices that are hostile
 * @param attack what those do
 * @param learning how devices train in a round
 * @param shift of the task: a value of a record stands for 2^shift
 * @param clip of the task: the largest norm of a change
 * @param seed of all that is drawn
 */
public record Scenario(
        int devices,
        int rounds,
        double alpha,
        double dropout,
        double stragglers,
        double attackers,
        Optional<Attack> attack,
        Learning learning,
        int shift,
        int clip,
        long seed) {

    /**
     * How a device trains in a round.
     *
     * @param epochs how often it goes through its examples
     * @param rates of gradient descent
     * @param replay examples that it keeps
     * @param replayed kept ones that are learned again in each step
     */
    public record Learning(int epochs, Rates rates, int replay, int replayed) {
        /** Has a trainer go through examples so often, each time in another order. */
        void teach(Trainer trainer, Replay kept, List<Example> examples, int times, SplittableRandom random) {
            for (int epoch = 0; epoch < times; epoch++) {
                for (Example example : Device.shuffled(examples, random)) {
                    trainer.learn(example, kept, replayed, rates);
                }
            }
        }

        /** As a task says it. */
        Task.Training training() {
            return new Task.Training(rates.rate(), rates.momentum(), rates.decay(), replayed, epochs);
        }
    }

    /** All devices answer and none is hostile; they train as a task says that says nothing. */
    public static Scenario standard(int devices, int rounds) {
        Rates rates = Rates.of(TaskDefaults.RATE, TaskDefaults.MOMENTUM, 0);
        return new Scenario(
                devices,
                rounds,
                1,
                0,
                0,
                0,
                Optional.empty(),
                new Learning(TaskDefaults.EPOCHS, rates, Training.REPLAY, 0),
                TaskDefaults.SHIFT,
                TaskDefaults.CLIP,
                1);
    }

    /** The same with attackers. */
    public Scenario attacked(double share, Attack by) {
        return new Scenario(
                devices, rounds, alpha, dropout, stragglers, share, Optional.of(by), learning, shift, clip, seed);
    }

    /** The same without attackers. */
    public Scenario peaceful() {
        return new Scenario(
                devices, rounds, alpha, dropout, stragglers, 0, Optional.empty(), learning, shift, clip, seed);
    }

    /** How many devices are hostile: the first ones. */
    int hostile() {
        return attack.isPresent() ? (int) Math.round(attackers * devices) : 0;
    }
}
