package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.math.BigDecimal;

/**
 * Adam on the server (Reddi et al. 2021, algorithm 2), with the weighted mean of all changes as its gradient. That mean is
 * an exact integer; what follows is computed for each parameter alone, in doubles whose every operation IEEE 754 defines, so
 * that it has the same bits everywhere.
 *
 * @param rate of learning: above 0, at most 1
 */
public record FedAdam(BigDecimal rate) implements Strategy<Sums> {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.99;
    private static final double ADAPTIVITY = 1e-3;
    private static final double UNIT = 1.0 / (1 << Parameters.FRACTION_BITS);

    @Override
    public String word() {
        return "fedadam:" + rate.toPlainString();
    }

    @Override
    public Sums empty(Task task) {
        return Sums.weighted(task);
    }

    @Override
    public Sums read(Task task, byte... bytes) {
        return empty(task).read(bytes);
    }

    @Override
    public Outcome outcome(Task task, Sums all, Moments before) {
        Parameters mean = all.mean(task.shift());
        boolean begins = before.size() != mean.size();
        double[] first = new double[mean.size()];
        double[] second = new double[mean.size()];
        for (int i = 0; i < mean.size(); i++) {
            double gradient = mean.value(i) * UNIT;
            first[i] = decayed(FIRST_DECAY, begins ? 0 : before.first(i), gradient);
            second[i] = decayed(SECOND_DECAY, begins ? ADAPTIVITY * ADAPTIVITY : before.second(i), gradient * gradient);
        }
        return new Outcome(Parameters.of(mean.size(), i -> step(first[i], second[i])), Moments.of(first, second));
    }

    private static double decayed(double decay, double before, double now) {
        return decay * before + (1 - decay) * now;
    }

    /** The conversion saturates. */
    private int step(double first, double second) {
        double step = rate.doubleValue() * first / (StrictMath.sqrt(second) + ADAPTIVITY);
        return (int) StrictMath.floor(step / UNIT + 0.5);
    }
}
