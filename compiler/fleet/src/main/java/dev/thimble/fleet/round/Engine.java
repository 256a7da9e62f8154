package dev.thimble.fleet.round;

import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Path;

/** What computes with the records of a round. */
@FunctionalInterface
public interface Engine {
    /**
     * Has a strategy keep what it needs of every record that was accepted.
     *
     * @param <A> what it keeps
     * @param gate that let them in, and is asked again
     * @param journal file of the records
     */
    <A extends Accumulator<A>> A accumulate(Strategy<A> strategy, Gate gate, Path journal) throws IOException;
}
