package dev.thimble.pipeline.precision;

/**
 * What one step of the quantisation is worth on this model.
 *
 * @param step its name; {@code all} for the model as it was compiled
 * @param decibels signal to quantisation noise of the logits with that step left out (or with all of them)
 */
public record StepEffect(String step, double decibels) {}
