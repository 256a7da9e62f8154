package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.math.BigDecimal;

/**
 * Adam on the server (Reddi et al. 2021, algorithm 2), with the change that another strategy makes of a round as its
 * gradient: FedAdam where that one is {@link FedAvg}. The gradient is an exact integer; what follows is computed for each
 * parameter alone, in doubles whose every operation IEEE 754 defines, so that it has the same bits everywhere.
 *
 * @param <A> what the strategy keeps of updates
 * @param gradient the strategy whose changes are gradients; one that keeps nothing from round to round
 * @param rate of learning: above 0, at most 1
 */
public record Adaptive<A extends Accumulator<A>>(Strategy<A> gradient, BigDecimal rate) implements Strategy<A> {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.99;
    private static final double ADAPTIVITY = 1e-3;
    private static final double UNIT = 1.0 / (1 << Parameters.FRACTION_BITS);

    @Override
    public String word() {
        return gradient.word() + "+adam:" + rate.toPlainString();
    }

    @Override
    public boolean takes(Form form) {
        return gradient.takes(form);
    }

    @Override
    public A empty(Task task) {
        return gradient.empty(task);
    }

    @Override
    public A read(Task task, byte... bytes) {
        return gradient.read(task, bytes);
    }

    @Override
    public long least() {
        return gradient.least();
    }

    @Override
    public Outcome outcome(Task task, A all, Moments before) {
        Parameters change = gradient.outcome(task, all, Moments.NONE).change();
        boolean begins = before.size() != change.size();
        double[] first = new double[change.size()];
        double[] second = new double[change.size()];
        for (int i = 0; i < change.size(); i++) {
            double slope = change.value(i) * UNIT;
            first[i] = decayed(FIRST_DECAY, begins ? 0 : before.first(i), slope);
            second[i] = decayed(SECOND_DECAY, begins ? ADAPTIVITY * ADAPTIVITY : before.second(i), slope * slope);
        }
        return new Outcome(Parameters.of(change.size(), i -> step(first[i], second[i])), Moments.of(first, second));
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
