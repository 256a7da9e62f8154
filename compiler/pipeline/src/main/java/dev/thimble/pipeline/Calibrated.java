package dev.thimble.pipeline;

import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.precision.BitCosts;
import dev.thimble.pipeline.precision.Trials;

/**
 * A model with scales, which can be quantised in one way or another.
 *
 * @param job the model, and what is asked for
 * @param prepared its graph
 * @param trials of it
 */
record Calibrated(Job job, Prepared prepared, Trials trials) {
    /** With so many bits for its weights. */
    Calibrated with(WeightBits bits) {
        Job other = new Job(job.settings().weightBits(bits), job.source(), job.folded());
        return new Calibrated(other, prepared, trials);
    }

    /** What fewer bits cost. */
    BitCosts costs() {
        CompileSettings settings = job.settings();
        return BitCosts.of(trials, settings.options(), integers -> settings.trained(prepared.graph(), integers));
    }
}
