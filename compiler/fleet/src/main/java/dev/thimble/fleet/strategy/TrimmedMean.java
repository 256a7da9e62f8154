package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.math.BigDecimal;

/**
 * The mean of each parameter's changes without the smallest and the largest ones (Yin et al. 2018): floor(share * N) are
 * left out at either end, and floor(mean + 1/2) is taken of the rest.
 *
 * @param share that is left out at either end: 0 or more, below 1/2
 */
public record TrimmedMean(BigDecimal share) implements Strategy<Histograms> {
    @Override
    public String word() {
        return "trimmed-mean:" + share.toPlainString();
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
        long dropped = share.multiply(BigDecimal.valueOf(all.devices())).longValue();
        long rest = all.devices() - 2 * dropped;
        Parameters change =
                Parameters.of(task.parameters(), i -> Rounding.mean(all.trimmedSum(i, dropped), task.shift(), rest));
        return new Outcome(change, Moments.NONE);
    }
}
