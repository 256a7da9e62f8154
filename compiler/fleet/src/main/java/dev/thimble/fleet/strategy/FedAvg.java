package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Task;

/** The mean of all changes, weighted by examples (McMahan et al. 2017): floor(sum of n d / sum of n + 1/2). */
public record FedAvg() implements Strategy<Sums> {
    @Override
    public String word() {
        return "fedavg";
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
        return new Outcome(all.mean(task.shift()), Moments.NONE);
    }
}
