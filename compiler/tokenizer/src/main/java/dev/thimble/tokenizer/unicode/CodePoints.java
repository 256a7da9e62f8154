package dev.thimble.tokenizer.unicode;

import java.util.Arrays;

/** Code points that are appended one after the other. */
public final class CodePoints {
    private int[] values;
    private int count;

    /** Nothing yet, with room for about as many as are expected. */
    public CodePoints(int expected) {
        values = new int[expected + 2];
    }

    /** Appends one. */
    public void add(int codePoint) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = codePoint;
    }

    /** Appends several. */
    public void add(int[] codePoints) {
        for (int codePoint : codePoints) {
            add(codePoint);
        }
    }

    /** A copy of all of them. */
    public int[] toArray() {
        return Arrays.copyOf(values, count);
    }
}
