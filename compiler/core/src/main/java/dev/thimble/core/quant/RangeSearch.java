package dev.thimble.core.quant;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.ActivationKind;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Chooses the scale and zero point with the least mean squared error on the calibrated distribution: rounding error
 * within the range against clipping error outside it (Banner et al. 2019, arXiv 1810.05723, section 3), by trying
 * shrunken copies of the range that was seen.
 */
final class RangeSearch {
    private static final int CANDIDATES = 24;
    private static final double SMALLEST = 0.25;
    private static final double LEAST_RANGE = 1e-6;

    /** The farthest that the middle of the logits lies from 0, in halves of their range. */
    private static final double FARTHEST = 64;

    private final ValueStatistics statistics;
    private final DoubleUnaryOperator function;
    private final double[] reals;
    private final double[] used;
    private final long[] counts;

    private RangeSearch(ValueStatistics statistics, DoubleUnaryOperator function) {
        this.statistics = statistics;
        this.function = function;
        Histogram histogram = statistics.histogram();
        int[] bins = IntStream.range(0, Histogram.BINS)
                .filter(bin -> histogram.count(bin) != 0)
                .toArray();
        reals = IntStream.of(bins).mapToDouble(histogram::centre).toArray();
        counts = IntStream.of(bins).mapToLong(histogram::count).toArray();
        used = DoubleStream.of(reals).map(function).toArray();
    }

    /** The I8 quantisation of the whole range that was seen, without a search. */
    static Quantization widest(ValueStatistics statistics, boolean symmetric) {
        double magnitude = Math.max(statistics.magnitude(), LEAST_RANGE);
        return symmetric
                ? Quantization.symmetric(Precision.I8, magnitude / Precision.I8.max())
                : between(Math.min(0, statistics.min()), Math.max(0, statistics.max()));
    }

    /** The best I8 quantisation of a value that is used as it is. */
    static Quantization search(ValueStatistics statistics, boolean symmetric) {
        return searchThrough(statistics, symmetric, Optional.empty());
    }

    /** The best I8 quantisation of a value of which only what an activation makes of it is used. */
    static Quantization searchThrough(
            ValueStatistics statistics, boolean symmetric, Optional<ActivationKind> activation) {
        return statistics.range(new Asked(symmetric, activation), () -> {
            RangeSearch search = new RangeSearch(statistics, function(activation));
            return symmetric ? search.symmetric() : search.asymmetric();
        });
    }

    private record Asked(boolean symmetric, Optional<ActivationKind> activation) {}

    private static DoubleUnaryOperator function(Optional<ActivationKind> activation) {
        return x -> activation.map(kind -> Activations.apply(kind, x)).orElse(x);
    }

    /** An I16 quantisation with room for twice what was seen: at 16 bits steps are cheap and clipping is not. */
    static Quantization wide(ValueStatistics statistics) {
        double magnitude = Math.max(statistics.magnitude(), LEAST_RANGE);
        return Quantization.symmetric(Precision.I16, 2 * magnitude / Precision.I16.max());
    }

    /**
     * The same for logits. Where they lie to one side of 0, as after a bias with one large constant in all its channels,
     * the room is for twice what they differ by, and the zero point lies elsewhere: at most so far that a step is still
     * a millionth of their magnitude.
     */
    static Quantization wideAnywhere(ValueStatistics statistics) {
        double middle = statistics.middle();
        double half = Math.max(statistics.halfRange(), Math.abs(middle) / FARTHEST);
        if (Math.abs(middle) <= half) {
            return wide(statistics);
        }
        double scale = 2 * half / Precision.I16.max();
        return new Quantization(Precision.I16, scale, (int) Math.round(-middle / scale));
    }

    private Quantization symmetric() {
        double magnitude = Math.max(statistics.magnitude(), LEAST_RANGE);
        Best best = new Best();
        for (int i = 0; i <= CANDIDATES; i++) {
            double scale = magnitude * fraction(i) / Precision.I8.max();
            best.offer(Quantization.symmetric(Precision.I8, scale));
        }
        return best.quantization;
    }

    private Quantization asymmetric() {
        Best best = new Best();
        for (int low = 0; low <= CANDIDATES; low++) {
            for (int high = 0; high <= CANDIDATES; high++) {
                best.offer(between(
                        Math.min(0, statistics.min()) * fraction(low), Math.max(0, statistics.max()) * fraction(high)));
            }
        }
        return best.quantization;
    }

    private static double fraction(int candidate) {
        return 1 - (1 - SMALLEST) * candidate / CANDIDATES;
    }

    /** The I8 quantisation whose least and greatest integer stand for about low and high; 0 stands for itself. */
    static Quantization between(double low, double high) {
        double scale = Math.max(high - low, LEAST_RANGE) / (Precision.I8.max() - Precision.I8.min());
        long zeroPoint = Math.round(Precision.I8.min() - low / scale);
        return new Quantization(Precision.I8, scale, Precision.I8.saturate(zeroPoint));
    }

    /** Σ count · (f(quantised) - f(real))²; stops once it is no better than {@code enough}. */
    private double error(Quantization quantization, double enough) {
        double[] levels = levels(quantization);
        double perStep = 1 / quantization.scale();
        double error = 0;
        for (int i = 0; i < counts.length && error < enough; i++) {
            long q = Math.round(reals[i] * perStep) + quantization.zeroPoint() - Precision.I8.min();
            double off = levels[(int) Math.max(0, Math.min(levels.length - 1, q))] - used[i];
            error += counts[i] * off * off;
        }
        return error;
    }

    /** f of each of the 256 values that an I8 can stand for. */
    private double[] levels(Quantization quantization) {
        return IntStream.rangeClosed(Precision.I8.min(), Precision.I8.max())
                .mapToDouble(q -> function.applyAsDouble(quantization.real(q)))
                .toArray();
    }

    private final class Best {
        private double least = Double.POSITIVE_INFINITY;
        private Quantization quantization = Quantization.symmetric(Precision.I8, LEAST_RANGE);

        void offer(Quantization candidate) {
            double error = error(candidate, least);
            if (error < least) {
                least = error;
                quantization = candidate;
            }
        }
    }
}
