package dev.thimble.core.train;

/**
 * A real factor as a multiplier of 31 bits and a right shift: ⌊x · multiplier / 2^shift + 1/2⌋, in 64 bits. Training has
 * conversions that are too rare to be one instruction and too far from 1 for the rounding multiply of inference.
 *
 * @param multiplier 2^30 … 2^31 - 1; 0 for the factor 0
 * @param shift 1 … 62
 */
public record Scaling(int multiplier, int shift) {
    private static final int MULTIPLIER_BITS = 30;
    private static final int MOST_SHIFT = 62;

    /** Checks the shift. */
    public Scaling {
        if (shift < 1 || shift > MOST_SHIFT) {
            throw new IllegalArgumentException("a factor of 2^" + (MULTIPLIER_BITS - shift));
        }
    }

    /**
     * The scaling nearest to a factor; a factor below 2^-33 is 0.
     *
     * @param factor 0 to 2^29
     */
    public static Scaling of(double factor) {
        int shift = MULTIPLIER_BITS - Math.getExponent(factor);
        if (shift > MOST_SHIFT) {
            return new Scaling(0, MOST_SHIFT);
        }
        long multiplier = Math.round(Math.scalb(factor, shift));
        return multiplier > Integer.MAX_VALUE
                ? new Scaling(1 << MULTIPLIER_BITS, shift - 1)
                : new Scaling((int) multiplier, shift);
    }

    /** x times the factor, rounded half up; within ±bound. */
    public int apply(int x, int bound) {
        return clamped(rounded((long) x * multiplier, shift), bound);
    }

    /** ⌊x / 2^shift + 1/2⌋. */
    static long rounded(long x, int shift) {
        return (x + (1L << (shift - 1))) >> shift;
    }

    /** The nearest value within ±bound. */
    static int clamped(long x, int bound) {
        return (int) Math.max(-bound, Math.min(bound, x));
    }
}
