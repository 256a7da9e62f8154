package dev.thimble.pipeline.vocabulary;

import dev.thimble.core.quant.TokenUse;
import dev.thimble.frontend.Model;
import dev.thimble.tokenizer.subset.KeptEntries;
import java.util.List;

/**
 * A model of whose vocabulary entries went.
 *
 * @param whole the model as it was trained
 * @param kept the entries that stay
 * @param required how many of them stay whether they are used or not
 * @param use how often each entry of the whole occurs in the calibration file
 * @param costs what that does to sentences, those of the calibration file first
 */
public record SmallerVocabulary(Model whole, KeptEntries kept, int required, TokenUse use, List<VocabularyCost> costs) {
    /** Copies the list. */
    public SmallerVocabulary {
        costs = List.copyOf(costs);
    }

    /** The same of the model in another form. */
    public SmallerVocabulary of(Model other) {
        return new SmallerVocabulary(other, kept, required, use, costs);
    }

    /** The model without the entries that went. */
    public Model model() {
        return VocabularyCut.cut(whole, kept);
    }
}
