package dev.thimble.simulate;

import dev.thimble.core.train.Example;

/**
 * What a device learns from: its C from the text, the reference from what the frozen body makes of it.
 *
 * @param text what was said; nothing where the data have token ids only
 * @param example its features and its label
 */
public record Sentence(String text, Example example) {
    int label() {
        return example.label();
    }
}
