package dev.thimble.core.integer;

/**
 * The constants of a norm's integer reciprocal square root; docs/numerics.md, section 6. For a row of width d with
 * Q = Σc² the row's factor is R ≈ 2^fraction · √d / √(Q + epsilon), so that |c · R| ≤ 2^30 · (1 + 2^-13).
 *
 * @param epsilon round(d · ε / s²) with s the input's scale, 0 to 2^46
 * @param numerator round(√d · 2^numeratorFraction), an unsigned 32-bit value of 2^31 or more
 * @param numeratorFraction see numerator
 * @param fraction fractional bits of c · R
 */
public record RowScale(long epsilon, long numerator, int numeratorFraction, int fraction) {

    /** Fractional bits of a norm's result before its last shift: gains and biases are scaled by 2^8. */
    public static final int RESULT_FRACTION = 8;

    /** The largest epsilon: beyond it every row would be scaled to nothing. */
    public static final long MAX_EPSILON = 1L << 46;

    /** The constants for rows of a width whose values have a scale. */
    public static RowScale of(int width, double epsilon, double scale) {
        double root = Math.sqrt(width);
        int numeratorFraction = 31 - Math.getExponent(root);
        // Below 2^32: a root that rounds up to it would need a width of 2^32.
        long numerator = Math.round(Math.scalb(root, numeratorFraction));
        int rootBits = (Integer.SIZE - Integer.numberOfLeadingZeros(width - 1) + 1) / 2; // ⌈log₂√width⌉
        int fraction = 30 - rootBits;
        double stepsOfEpsilon = Math.min(MAX_EPSILON, Math.rint(width * epsilon / (scale * scale)));
        return new RowScale((long) stepsOfEpsilon, numerator, numeratorFraction, fraction);
    }

    /**
     * R for one row.
     *
     * @param sumOfSquares Q, below 2^60
     */
    public int factor(long sumOfSquares) {
        long d = Math.max(1, sumOfSquares + epsilon);
        int bits = 64 - Long.numberOfLeadingZeros(d);
        int half = Math.floorDiv(bits - 31, 2);
        long mantissa = half >= 0 ? d >>> (2 * half) : d << (-2 * half);
        int root = FixedPoint.squareRoot(mantissa);
        int quotient = (int) (numerator / root);
        return FixedPoint.shiftRounded(quotient, fraction - numeratorFraction - half);
    }
}
