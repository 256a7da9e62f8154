package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A step towards the mean of all devices' parameters, each counted once (Nichol, Achiam and Schulman 2018):
 * floor(rate * sum of d / N + 1/2).
 *
 * @param rate of the step: above 0, at most 1
 */
public record Reptile(BigDecimal rate) implements Strategy<Sums> {
    @Override
    public String word() {
        return "reptile:" + rate.toPlainString();
    }

    @Override
    public Sums empty(Task task) {
        return Sums.unweighted(task);
    }

    @Override
    public Sums read(Task task, byte... bytes) {
        return empty(task).read(bytes);
    }

    @Override
    public Outcome outcome(Task task, Sums all, Moments before) {
        BigInteger numerator = rate.unscaledValue().shiftLeft(task.shift());
        BigInteger denominator = BigInteger.TEN.pow(rate.scale()).multiply(BigInteger.valueOf(all.devices()));
        Parameters change = Parameters.of(
                task.parameters(),
                i -> Rounding.halfUp(numerator.multiply(BigInteger.valueOf(all.sum(i))), denominator));
        return new Outcome(change, Moments.NONE);
    }
}
