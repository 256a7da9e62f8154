package dev.thimble.device.drive;

import dev.thimble.core.train.Rates;
import java.util.List;

/**
 * A running model that has a trainer, by the requests of {@code boards/_training/training.h}: a program on this machine, or
 * a firmware. What it learns changes its answers only once {@link #install} has made an image of it.
 */
public interface LearningDevice extends UpdatableDevice {
    /** Bytes of a text to learn from that fit a line of the protocol. */
    int MOST_TEXT = 8192;

    /** More than any image has. */
    long ALL = 0xFFFF_FFFFL;

    /**
     * Begins with the weights of the image that answers; what was learned before is forgotten.
     *
     * @param replayed kept examples that are learned from again in each step
     * @param seed of which ones that are; not 0
     */
    Learned train(Rates rates, int replayed, int seed);

    /**
     * One step.
     *
     * @param utf8 one byte at least, and {@link #MOST_TEXT} at most
     */
    Learned learn(int label, byte[] utf8);

    /**
     * Holds some of the matrices under training as they are, and goes on with all others.
     *
     * @param matrices a bit for each that is held, in their order; refused where there is one matrix alone
     */
    Learned hold(int matrices);

    /**
     * One label more.
     *
     * @param label its index: the number of labels before
     * @param name 1 to 23 bytes of UTF-8
     */
    Learned addLabel(int label, String name);

    /** Sets values under training, from this one on. */
    Learned setParameters(int at, List<Integer> values);

    /** So many values under training, from this one on; none where there are fewer. */
    List<Integer> parameters(int at, int count);

    /**
     * Rounds what was learned to an image, and takes it into the store: the next start tries it, where the answer has no
     * reason against it. Only firmware that takes updates does.
     */
    default Taken install() {
        return installUpTo(ALL);
    }

    /**
     * The same, but it stops as when power fails, where the image has more than so many bytes; the answer has all of them.
     *
     * @param most of 32 bits
     */
    Taken installUpTo(long most);
}
