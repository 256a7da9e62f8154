package dev.thimble.core.integer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a row of an embedding table is written: 8 bits for each value, or fewer for one of a few levels. Levels are those
 * of least squared error for normally distributed values (Max 1960, "Quantizing for minimum distortion", table I), the
 * largest made 127; docs/numerics.md, section 3.
 */
public enum RowCode {
    /** Four levels: ±0.4528 and ±1.5104 standard deviations. */
    BITS_2(0, 2),
    /** Eight levels: ±0.2451, ±0.7560, ±1.3439, ±2.1520. */
    BITS_3(1, 3),
    /** Sixteen levels: ±0.1284, ±0.3881, ±0.6568, ±0.9424, ±1.2562, ±1.6181, ±2.0690, ±2.7326. */
    BITS_4(2, 4),
    /** Any value of 8 bits. */
    BITS_8(3, 8);

    private static final List<Integer> FOUR = levels(38, 127);
    private static final List<Integer> EIGHT = levels(14, 45, 79, 127);
    private static final List<Integer> SIXTEEN = levels(6, 18, 31, 44, 58, 75, 96, 127);

    private final int place;
    private final int bits;

    RowCode(int place, int bits) {
        this.place = place;
        this.bits = bits;
    }

    private static List<Integer> levels(Integer... positive) {
        return Stream.concat(Stream.of(positive).map(level -> -level), Stream.of(positive))
                .sorted()
                .toList();
    }

    /**
     * The code of so many bits.
     *
     * @throws IllegalArgumentException unless they are 2, 3, 4 or 8
     */
    public static RowCode of(int bits) {
        return Arrays.stream(values())
                .filter(code -> code.bits == bits)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rows have " + bits + " bits"));
    }

    /** How it is written in two bits: 0 to 3, from the fewest bits to the most. */
    public int place() {
        return place;
    }

    /** Bits for each value. */
    public int bits() {
        return bits;
    }

    /** The values that it writes, in ascending order; none where it writes any. */
    public List<Integer> levels() {
        return switch (this) {
            case BITS_2 -> FOUR;
            case BITS_3 -> EIGHT;
            case BITS_4 -> SIXTEEN;
            case BITS_8 -> List.of();
        };
    }

    /** Bytes of a row: a row begins with a byte. */
    public int bytes(int width) {
        return (width * bits + 7) / 8;
    }

    /** Whether it can write a value. */
    public boolean writes(int value) {
        return this == BITS_8 || levels().contains(value);
    }

    /** What is stored for a value that it can write: its place among the levels, or its two's complement. */
    public int stored(int value) {
        return this == BITS_8 ? value & 0xFF : levels().indexOf(value);
    }
}
