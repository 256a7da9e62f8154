package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import java.util.Arrays;

/**
 * How a device answers a task: its change is clipped, quantised, made noisy and thinned out, in this order.
 *
 * @param task that it answers
 */
public record Answer(Task task) {
    /**
     * An update without masks.
     *
     * @param before parameters that the training began with
     * @param after those that it ended with
     * @param examples that it trained on; more than the task counts are counted as so many
     * @param random bytes for noise, where the task asks for it
     */
    public Update open(Parameters before, Parameters after, int examples, RandomBytes random) {
        return update(counted(examples), content(noisy(delta(before, after), random)));
    }

    /**
     * An update under masks.
     *
     * @param masks of the device in its cohort
     */
    public Update masked(Parameters before, Parameters after, int examples, Masks masks) {
        return update(1, masks.masked(delta(before, after), counted(examples)));
    }

    private Update update(int examples, Content content) {
        return new Update(task.base(), task.part(), task.round(), examples, task.shift(), content);
    }

    private int counted(int examples) {
        return Math.min(examples, task.examples());
    }

    /** The change, clipped and quantised. */
    Delta delta(Parameters before, Parameters after) {
        long[] delta = new long[before.size()];
        Arrays.setAll(delta, i -> (long) after.value(i) - before.value(i));
        return Quantizing.quantized(Clipping.clipped(delta, task.clip()), task);
    }

    /** Noise is for every parameter, also for those that are not kept: which are kept then tells no more than they do. */
    private Delta noisy(Delta delta, RandomBytes random) {
        return task.noise().map(sigma -> noisy(delta, sigma, random)).orElse(delta);
    }

    private static Delta noisy(Delta delta, Noise sigma, RandomBytes random) {
        DiscreteGaussian gaussian = new DiscreteGaussian(sigma, random);
        byte[] values = new byte[delta.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Quantizing.saturated(delta.value(i) + gaussian.sample());
        }
        return Delta.of(values);
    }

    private Content content(Delta delta) {
        return task.form() instanceof Form.Sparse sparse
                ? Content.Sparse.of(Sparsifying.largest(delta, sparse.kept()))
                : new Content.Dense(delta);
    }
}
