package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How many examples a model answers as they are labelled.
 *
 * @param right 0 to all of them
 * @param examples one at least
 */
record Accuracy(long right, long examples) {
    private double share() {
        return (double) right / examples;
    }

    /** Counts and share, for people. */
    String text() {
        return String.format(Locale.ROOT, "%,d of %,d (%.2f %%)", right, examples, 100 * share());
    }

    /** The same, for scripts. */
    void into(ObjectNode node) {
        node.put("right", right).put("examples", examples).put("accuracy", share());
    }
}
