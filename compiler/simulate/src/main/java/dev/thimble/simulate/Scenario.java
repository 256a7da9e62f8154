package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
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
