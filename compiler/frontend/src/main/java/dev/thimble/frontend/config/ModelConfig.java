package dev.thimble.frontend.config;

import java.util.List;

/** What config.json says about a model of a supported architecture; every number is in range. */
public interface ModelConfig {

    /** Rows of the token embedding. */
    int vocabularySize();

    /** The longest sequence, in tokens: rows of the position embedding. */
    int longestSequence();

    /** The classes' names, in the order of the logits; at least two. */
    List<String> labels();
}
