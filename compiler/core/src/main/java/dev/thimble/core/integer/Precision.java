package dev.thimble.core.integer;

/** The integer types that values and constants are stored in. */
public enum Precision {
    /** Signed 8 bits. */
    I8(8),
    /** Signed 16 bits. */
    I16(16),
    /** Signed 32 bits: biases only. */
    I32(32);

    private final int bits;

    Precision(int bits) {
        this.bits = bits;
    }

    /** Width in bits. */
    public int bits() {
        return bits;
    }

    /** Width in bytes. */
    public int bytes() {
        return bits / 8;
    }

    /** The least value. */
    public int min() {
        return (int) -(1L << (bits - 1));
    }

    /** The greatest value. */
    public int max() {
        return (int) ((1L << (bits - 1)) - 1);
    }

    /** The nearest value that this type can hold. */
    public int saturate(long value) {
        return (int) Math.max(min(), Math.min(max(), value));
    }
}
