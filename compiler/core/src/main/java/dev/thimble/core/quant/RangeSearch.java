package dev.thimble.core.quant;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import java.util.function.DoubleUnaryOperator;

/**
 * Chooses the scale and zero point with the least mean squared error on the calibrated distribution: rounding error
 * within the range against clipping error outside it (Banner et al. 2019, arXiv 1810.05723, section 3), by trying
 * shrunken copies of the range that was seen.
 */
final class RangeSearch {
    private static final int CANDIDATES = 24;
    private static final double SMALLEST = 0.25;
    private static final double LEAST_RANGE = 1e-6;

    private final ValueStatistics statistics;
    private final DoubleUnaryOperator function;

    private RangeSearch(ValueStatistics statistics, DoubleUnaryOperator function) {
        this.statistics = statistics;
        this.function = function;
    }

    /** The best I8 quantisation of a value that is used as it is. */
    static Quantization search(ValueStatistics statistics, boolean symmetric) {
        return searchThrough(statistics, symmetric, DoubleUnaryOperator.identity());
    }

    /** The best I8 quantisation of a value of which only {@code function(value)} is used. */
    static Quantization searchThrough(ValueStatistics statistics, boolean symmetric, DoubleUnaryOperator function) {
        RangeSearch search = new RangeSearch(statistics, function);
        return symmetric ? search.symmetric() : search.asymmetric();
    }

    /** An I16 quantisation with room for twice what was seen: at 16 bits steps are cheap and clipping is not. */
    static Quantization wide(ValueStatistics statistics) {
        double magnitude = Math.max(statistics.magnitude(), LEAST_RANGE);
        return Quantization.symmetric(Precision.I16, 2 * magnitude / Precision.I16.max());
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

    private double error(Quantization quantization, double enough) {
        Histogram histogram = statistics.histogram();
        double error = 0;
        for (int bin = 0; bin < Histogram.BINS && error < enough; bin++) {
            if (histogram.count(bin) != 0) {
                double real = histogram.centre(bin);
                double off = function.applyAsDouble(quantization.real(quantization.quantize(real)))
                        - function.applyAsDouble(real);
                error += histogram.count(bin) * off * off;
            }
        }
        return error;
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
