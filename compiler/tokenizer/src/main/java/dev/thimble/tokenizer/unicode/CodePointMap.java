package dev.thimble.tokenizer.unicode;

import java.util.BitSet;
import java.util.Map;

/** What some code points become; the others, by far the most, stay what they are and are told at a glance. */
final class CodePointMap {
    private final Map<Integer, int[]> sequences;
    private final BitSet changed = new BitSet();

    CodePointMap(Map<Integer, int[]> sequences) {
        this.sequences = Map.copyOf(sequences);
        sequences.keySet().forEach(changed::set);
    }

    /** Appends what becomes of a code point. */
    void append(int codePoint, CodePoints out) {
        if (changed.get(codePoint)) {
            out.add(sequences.get(codePoint));
        } else {
            out.add(codePoint);
        }
    }
}
