package dev.thimble.pipeline;

import dev.thimble.pipeline.fit.Forecast;
import dev.thimble.pipeline.fit.WeightBits;

/**
 * A model on its way.
 *
 * @param settings what is asked of its compilation
 * @param source the model as read
 * @param folded its graph after the passes that need nothing else
 */
record Job(CompileSettings settings, Source source, Folded folded) {
    /** What it will need with the bits that are asked for. */
    Forecast forecast() {
        return forecast(WeightBits.of(settings.options()));
    }

    /** What it will need with so many bits. */
    Forecast forecast(WeightBits bits) {
        return new Forecast(folded.graph(), source.inputs(), source.constants(), bits);
    }
}
