package dev.thimble.core.exec;

import java.util.stream.IntStream;

/** What logits say. */
public final class Logits {
    private Logits() {}

    /** The label: the first of the largest. */
    public static int label(float[] logits) {
        return IntStream.range(0, logits.length)
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
    }

    /** The same of a quantised model, whose logits have one scale. */
    public static int label(int[] logits) {
        return IntStream.range(0, logits.length)
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
    }
}
