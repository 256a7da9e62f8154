package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Accepted;

/**
 * What a strategy keeps of the updates that it was given. It is filled in place, by one thread at a time; several are merged
 * into one. Which update came when, and into which of them, leaves no trace: of the same updates the bytes are the same.
 *
 * <p>Whoever fills them sees to it that each device is in one of them, and once.
 *
 * @param <A> the accumulator itself
 */
public interface Accumulator<A extends Accumulator<A>> {
    /**
     * Takes an update in.
     *
     * @throws dev.thimble.core.diag.ThimbleException where the strategy holds no more
     */
    void add(Accepted update);

    /**
     * Takes in what another one of the same task and strategy has; that one stays as it is.
     *
     * @throws dev.thimble.core.diag.ThimbleException where the strategy holds no more
     */
    void merge(A other);

    /** How many updates it was given. */
    long devices();

    /** The same for another process: {@link Strategy#read} makes an accumulator of it. All integers are little-endian. */
    byte[] bytes();
}
