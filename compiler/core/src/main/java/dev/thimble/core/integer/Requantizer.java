package dev.thimble.core.integer;

import dev.thimble.core.diag.QuantProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Key;
import java.util.stream.DoubleStream;

/**
 * Multiplies integers by a real factor: {@code mulHigh(x << shift, multiplier)}, with one multiplier for all columns or
 * one for each. The caller guarantees |x| · 2^shift &lt; 2³¹ (see {@link #largestInput()}).
 *
 * @param shift left shift before the multiplication, 0 to 30
 * @param multipliers I32, one or one per column: round(factor · 2^(32 - shift))
 */
public record Requantizer(int shift, @Key("") IntTensor multipliers) {
    private static final int MAX_SHIFT = 30;

    /**
     * The requantiser whose factors are nearest to the given ones; the smallest shift that holds them all.
     *
     * @throws ThimbleException for a factor beyond 2^29: THM-0305
     */
    public static Requantizer of(String name, double... factors) {
        double largest = DoubleStream.of(factors).map(Math::abs).max().orElse(0);
        int shift = 0;
        while (shift <= MAX_SHIFT && Math.round(largest * exp2(32 - shift)) > Integer.MAX_VALUE) {
            shift++;
        }
        if (shift > MAX_SHIFT || !Double.isFinite(largest)) {
            throw new ThimbleException(QuantProblem.SCALES_APART.at(name, largest));
        }
        double unit = exp2(32 - shift);
        int[] multipliers = DoubleStream.of(factors)
                .mapToInt(factor -> (int) Math.round(factor * unit))
                .toArray();
        return new Requantizer(shift, IntTensor.vector(name, Precision.I32, multipliers));
    }

    /** x times the factor of that column, rounded half up. */
    public int apply(int x, int column) {
        return FixedPoint.mulHigh(x << shift, multipliers.at(multipliers.size() == 1 ? 0 : column));
    }

    /** The largest |x| whose product cannot overflow. */
    public long largestInput() {
        return Integer.MAX_VALUE >> shift;
    }

    private static double exp2(int exponent) {
        return Math.scalb(1.0, exponent);
    }
}
