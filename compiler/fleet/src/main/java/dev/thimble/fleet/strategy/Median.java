package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.math.BigInteger;

/** The median of each parameter's changes (Yin et al. 2018); of an even number floor(mean of the two in the middle). */
public record Median() implements Strategy<Histograms> {
    @Override
    public String word() {
        return "median";
    }

    @Override
    public Histograms empty(Task task) {
        return Histograms.of(task);
    }

    @Override
    public Histograms read(Task task, byte... bytes) {
        return empty(task).read(bytes);
    }

    @Override
    public Outcome outcome(Task task, Histograms all, Moments before) {
        long lower = (all.devices() - 1) / 2;
        long upper = all.devices() / 2;
        Parameters change = Parameters.of(task.parameters(), i -> {
            long both = (long) all.ranked(i, lower) + all.ranked(i, upper);
            return Rounding.floor(BigInteger.valueOf(both).shiftLeft(task.shift()), BigInteger.TWO);
        });
        return new Outcome(change, Moments.NONE);
    }
}
