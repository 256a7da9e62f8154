package dev.thimble.fleet.client;

import java.util.stream.LongStream;

/**
 * Makes a change no longer than the task allows, in 64-bit integers for any that there can be.
 *
 * <p>With m the largest |d|, e is the least number for which ceil(m / 2^e) is at most 2^21, so that the sum of 2^20 squares
 * stays below 2^63. R = ceil(sqrt(sum of ceil(|d| / 2^e)^2)) is no less than norm / 2^e. Where R 2^e is above the clip,
 * each d becomes d * clip / (R 2^e), rounded towards zero.
 */
final class Clipping {
    private static final int MOST_BITS = 21;

    private Clipping() {}

    /**
     * A change that is no longer than the clip.
     *
     * @param delta differences of parameters: below 2^32 in magnitude, at most 2^20 of them
     * @param clip the longest, 1 to 2^26
     */
    static long[] clipped(long[] delta, long clip) {
        int scale = scale(LongStream.of(delta).map(Math::abs).max().orElse(0));
        long sum = LongStream.of(delta)
                .map(each -> ceiling(Math.abs(each), scale))
                .map(each -> each * each)
                .sum();
        long norm = ceilingOfRoot(sum) << scale;
        return norm <= clip
                ? delta.clone()
                : LongStream.of(delta).map(each -> each * clip / norm).toArray();
    }

    private static int scale(long largest) {
        int scale = 0;
        while (ceiling(largest, scale) > 1L << MOST_BITS) {
            scale++;
        }
        return scale;
    }

    /** ceil(value / 2^scale). */
    private static long ceiling(long value, int scale) {
        return (value + (1L << scale) - 1) >> scale;
    }

    /** The least number whose square is no less, bit by bit. */
    static long ceilingOfRoot(long square) {
        long root = 0;
        for (long bit = 1L << 31; bit > 0; bit >>= 1) {
            long larger = root + bit;
            if (larger <= square / larger) {
                root = larger;
            }
        }
        return root * root < square ? root + 1 : root;
    }
}
