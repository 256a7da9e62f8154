package dev.thimble.core.integer;

/**
 * The integer primitives that every kernel is made of. Each has one C counterpart in {@code thimble/fixed.h}; see
 * docs/numerics.md, section 1.
 */
public final class FixedPoint {
    private FixedPoint() {}

    /**
     * ⌊a·b / 2³² + 1/2⌋: the one rounding multiply. It is what Armv7E-M's SMMULR and Helium's VRMULH.S32 compute.
     */
    public static int mulHigh(int a, int b) {
        return (int) (((long) a * b + (1L << 31)) >> 32);
    }

    /** ⌊√x⌋ of an unsigned 32-bit value. */
    public static int squareRoot(long unsigned32) {
        long rest = unsigned32;
        long root = 0;
        for (long bit = 1L << 30; bit != 0; bit >>= 2) {
            if (rest >= root + bit) {
                rest -= root + bit;
                root = (root >> 1) + bit;
            } else {
                root >>= 1;
            }
        }
        return (int) root;
    }

    /** x · 2^shift, rounded half up when the shift is negative. */
    public static int shiftRounded(int x, int shift) {
        if (shift >= 0) {
            return x << shift;
        }
        return (int) (((long) x + (1L << (-shift - 1))) >> -shift);
    }
}
