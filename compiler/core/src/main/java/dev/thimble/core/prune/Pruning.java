package dev.thimble.core.prune;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.RemovableUnit;
import java.util.List;

/**
 * What went of a model, and what that does to its logits: signal to noise, in decibels, of the float model with what went
 * against the one without; infinite where they are the same.
 *
 * @param asked what was to go
 * @param weights of the model that have to do with channels of feed-forward parts and with heads
 * @param parts where something could go, in the order of the model
 * @param decibels of the logits
 * @param decibelsUncompensated what they would be if nothing made up for what went
 * @param graph what is left
 */
public record Pruning(
        PruneShare asked, long weights, List<Part> parts, double decibels, double decibelsUncompensated, Graph graph) {
    /** Copies the list. */
    public Pruning {
        parts = List.copyOf(parts);
    }

    /**
     * Channels of a feed-forward part, or heads of an attention.
     *
     * @param name of what makes them
     * @param unit what went as a whole
     * @param before how many there were
     * @param after how many are left
     * @param weights that went
     * @param decibels of the logits where these alone went
     */
    public record Part(String name, RemovableUnit unit, int before, int after, long weights, double decibels) {}

    /** Weights that went. */
    public long gone() {
        return parts.stream().mapToLong(Part::weights).sum();
    }

    /** What went of the weights, in percent. */
    public double percent() {
        return weights == 0 ? 0 : 100.0 * gone() / weights;
    }

    /** Whether as much went as was to go. */
    public boolean isEnough() {
        return weights > 0 && gone() >= asked.of(weights);
    }
}
