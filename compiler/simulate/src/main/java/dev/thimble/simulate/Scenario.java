package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.update.wire.Octets;
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
 * @param telling what of it they tell
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
        Telling telling,
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

    /**
     * What devices tell of what they have learned.
     *
     * @param shift a value of a record stands for 2^shift
     * @param clip the largest norm of a change
     * @param form dense or sparse
     * @param examples the most that count
     * @param noise that is added to each value, if some is
     */
    public record Telling(int shift, int clip, Form form, int examples, Optional<Noise> noise) {
        /** As a task asks for that says nothing. */
        public static Telling standard() {
            return new Telling(
                    TaskDefaults.SHIFT, TaskDefaults.CLIP, new Form.Dense(), TaskDefaults.EXAMPLES, Optional.empty());
        }
    }

    /** The task of a round. */
    Task task(Octets base, Octets part, int parameters, int round) {
        return new Task(
                base,
                part,
                parameters,
                round,
                telling.shift(),
                telling.clip(),
                telling.form(),
                telling.examples(),
                telling.noise(),
                learning.training());
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
                Telling.standard(),
                1);
    }

    /** The same with attackers. */
    public Scenario attacked(double share, Attack by) {
        return new Scenario(
                devices, rounds, alpha, dropout, stragglers, share, Optional.of(by), learning, telling, seed);
    }

    /** The same without attackers. */
    public Scenario peaceful() {
        return new Scenario(devices, rounds, alpha, dropout, stragglers, 0, Optional.empty(), learning, telling, seed);
    }

    /** How many devices are hostile: the first ones. */
    int hostile() {
        return attack.isPresent() ? (int) Math.round(attackers * devices) : 0;
    }
}
