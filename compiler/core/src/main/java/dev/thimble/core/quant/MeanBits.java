package dev.thimble.core.quant;

import java.math.BigDecimal;

/**
 * How many bits the values of a table of token embeddings, or the weights of matrices, take in the mean.
 *
 * @param hundredths of a bit, 200 to 800; with 800 every value has 8 bits
 */
public record MeanBits(int hundredths) {
    /** Every value in 8 bits. */
    public static final MeanBits ALL = new MeanBits(800);

    /** Every value in 2 bits. */
    public static final MeanBits LEAST = new MeanBits(200);

    /** Checks the range. */
    public MeanBits {
        if (hundredths < 200 || hundredths > 800) {
            throw new IllegalArgumentException("2 to 8 bits, not " + hundredths / 100.0);
        }
    }

    /** Whether some values have fewer bits than 8. */
    public boolean packs() {
        return hundredths < ALL.hundredths;
    }

    /** The lesser of two. */
    public MeanBits atMost(MeanBits other) {
        return hundredths <= other.hundredths ? this : other;
    }

    /** Bytes of a table's rows: of so many whole rows of 8 bits. */
    public long bytes(int rows, int columns) {
        return (long) rows * hundredths / ALL.hundredths * columns;
    }

    /** Bits of so many values, rounded down. */
    public long of(long values) {
        return values * hundredths / 100;
    }

    /** As users write it: with two decimals at most. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
    }
}
