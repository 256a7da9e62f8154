package dev.thimble.frontend;

import dev.thimble.frontend.tokenizer.TokenizerReading;
import java.util.Optional;

/**
 * How a model folder is to be read.
 *
 * @param maxTokens the longest sequence that will be used, from 1 to the rows of the position table; empty: the model's
 *     own, which is the shorter of that table and of what the tokenizer's files allow
 * @param reading which reading of the tokenizer counts; empty: all readers must agree
 */
public record LoadOptions(Optional<Integer> maxTokens, Optional<TokenizerReading> reading) {

    /** Whatever the folder says itself. */
    public static LoadOptions none() {
        return new LoadOptions(Optional.empty(), Optional.empty());
    }
}
