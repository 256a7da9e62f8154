package dev.thimble.device.board;

/**
 * That a board takes firmware as a file in UF2, the format of drives that boards show to a computer.
 *
 * @param family which number of UF2's list the chip has
 */
public record Uf2(long family) {
    private static final long NUMBERS = 1L << 32;

    /** Checks the number. */
    public Uf2 {
        if (family < 0 || family >= NUMBERS) {
            throw new IllegalArgumentException("a family of UF2 is a number of 32 bits, and not " + family);
        }
    }
}
