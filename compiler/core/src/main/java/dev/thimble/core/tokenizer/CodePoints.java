package dev.thimble.core.tokenizer;

import java.util.Arrays;

/** Code points that are appended one after the other. */
final class CodePoints {
    private int[] values;
    private int count;

    /** Nothing yet, with room for about as many as are expected. */
    CodePoints(int expected) {
        values = new int[expected + 2];
    }

    void add(int codePoint) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = codePoint;
    }

    void add(int[] codePoints) {
        for (int codePoint : codePoints) {
            add(codePoint);
        }
    }

    int[] toArray() {
        return Arrays.copyOf(values, count);
    }
}
