package dev.thimble.fleet.round;

import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Path;

/** One record after the other, in this process and this thread. */
public final class Plain implements Engine {
    @Override
    public <A extends Accumulator<A>> A accumulate(Strategy<A> strategy, Gate gate, Path journal) throws IOException {
        A all = strategy.empty(gate.task());
        Journal.read(journal, gate.task().mostBytes(), bytes -> {
            try {
                all.add(gate.admit(bytes));
            } catch (Refused e) {
                // of a device that was enrolled when its record came, and is no more
            }
        });
        return all;
    }
}
