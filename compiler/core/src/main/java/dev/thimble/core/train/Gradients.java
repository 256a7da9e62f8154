package dev.thimble.core.train;

import java.util.HashMap;
import java.util.Map;

/** The gradients of values by name; that of a value that is read twice is the sum of two. */
final class Gradients {
    private final Map<String, int[]> gradients = new HashMap<>();

    /** Adds to a value's gradient. */
    void add(String value, int[] gradient) {
        gradients.merge(value, gradient, Gradients::sum);
    }

    /** A value's gradient. */
    int[] of(String value) {
        return gradients.get(value);
    }

    /** The sum of two, within the bounds of gradients. */
    static int[] sum(int[] a, int[] b) {
        int[] sum = new int[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Scaling.clamped((long) a[i] + b[i], MatrixForm.LARGEST_GRADIENT);
        }
        return sum;
    }
}
