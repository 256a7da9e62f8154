package dev.thimble.pipeline.precision;

import dev.thimble.core.quant.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;

/** Measures what each step of the quantisation is worth, by leaving it out. */
public final class StepEffects {
    private StepEffects() {}

    /** The model as compiled, and without each of the steps that were on. */
    public static List<StepEffect> of(Trials trials, QuantizerOptions options) {
        List<StepEffect> effects = new ArrayList<>();
        effects.add(new StepEffect("all", trials.decibels(options)));
        if (options.rangeSearch()) {
            effects.add(new StepEffect("range search", trials.decibels(options.withRangeSearch(false))));
        }
        if (options.biasCorrection()) {
            effects.add(new StepEffect("bias correction", trials.decibels(options.withBiasCorrection(false))));
        }
        return effects;
    }

    /** The model whose channels were left as they are; its scales come from the smaller sample of equalisation. */
    public static StepEffect ofEqualization(Trials unequalized, QuantizerOptions options) {
        return new StepEffect("equalisation", unequalized.decibels(options.withFineEmbeddings(false)));
    }
}
