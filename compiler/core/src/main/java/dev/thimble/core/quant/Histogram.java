package dev.thimble.core.quant;

/**
 * Counts of real values in equal bins over [-limit, limit]. The limit is a power of two and doubles, merging bins in
 * pairs, whenever a value lies beyond it: one pass over the data, bounded memory, and the same result in any order.
 */
public final class Histogram {
    /** Bins; even, so that a doubling merges whole pairs and 0 stays on a border. */
    public static final int BINS = 4096;

    private static final int HALF = BINS / 2;

    private long[] counts = new long[BINS];
    private double limit = Math.scalb(1.0, -20);

    /** 1 / binWidth, exactly, for both are powers of two. */
    private double perBin = HALF / limit;

    /** Counts one finite value. */
    public void add(double value) {
        holdUpTo(Math.abs(value));
        count(value);
    }

    /** Counts the first of some finite values. */
    void add(float[] values, int count) {
        float magnitude = 0;
        for (int i = 0; i < count; i++) {
            magnitude = Math.max(magnitude, Math.abs(values[i]));
        }
        holdUpTo(magnitude);
        for (int i = 0; i < count; i++) {
            count(values[i]);
        }
    }

    private void holdUpTo(double magnitude) {
        while (magnitude > limit) {
            widen();
        }
    }

    /** The bin is floor(value / binWidth): a cast rounds towards 0, and one is taken off where that went up. */
    private void count(double value) {
        double place = value * perBin;
        int towardsZero = (int) place;
        int bin = HALF + (place < towardsZero ? towardsZero - 1 : towardsZero);
        counts[Math.min(bin, BINS - 1)]++;
    }

    private void widen() {
        long[] wider = new long[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            wider[HALF / 2 + bin / 2] += counts[bin];
        }
        counts = wider;
        limit *= 2;
        perBin = HALF / limit;
    }

    /** The real width of a bin. */
    public double binWidth() {
        return limit / HALF;
    }

    /** The number of values in a bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** The real value in the middle of a bin. */
    public double centre(int bin) {
        return (bin - HALF + 0.5) * binWidth();
    }

    /** The number of values in all. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}
