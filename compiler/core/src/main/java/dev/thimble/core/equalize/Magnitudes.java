package dev.thimble.core.equalize;

import dev.thimble.core.ir.FloatTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Largest magnitudes by channel, and the factors that follow from them. */
final class Magnitudes {
    /** A factor beyond this says that a channel is as good as dead. */
    private static final double LIMIT = 1e4;

    private Magnitudes() {}

    /** The largest |weight| of each column. */
    static double[] ofColumns(FloatTensor weight) {
        return IntStream.range(0, weight.columns())
                .mapToDouble(column -> IntStream.range(0, weight.rows())
                        .mapToDouble(row -> Math.abs(weight.at(row, column)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** For each channel (a / b)^(1/2); 1 where either is 0. */
    static double[] balance(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> a[i] > 0 && b[i] > 0 ? limited(Math.sqrt(a[i] / b[i])) : 1)
                .toArray();
    }

    /** For each channel its part of the largest; 1 where it is 0. */
    static double[] levels(double[] a) {
        double largest = Arrays.stream(a).max().orElse(1);
        return Arrays.stream(a)
                .map(each -> each > 0 ? limited(each / largest) : 1)
                .toArray();
    }

    /** For each channel the geometric mean of two magnitudes. */
    static double[] mean(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.sqrt(a[i] * b[i]))
                .toArray();
    }

    static double[] inverse(double[] factors) {
        return IntStream.range(0, factors.length)
                .mapToDouble(i -> 1 / factors[i])
                .toArray();
    }

    private static double limited(double factor) {
        return Math.max(1 / LIMIT, Math.min(LIMIT, factor));
    }
}
