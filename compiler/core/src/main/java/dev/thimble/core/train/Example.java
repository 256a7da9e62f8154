package dev.thimble.core.train;

import java.util.List;

/**
 * What is learned from: features and the label that they should have.
 *
 * @param features 8-bit integers
 * @param label its index
 */
public record Example(List<Integer> features, int label) {
    /** Copies the list. */
    public Example {
        features = List.copyOf(features);
    }
}
