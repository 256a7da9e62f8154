package dev.thimble.backendc.tokenizer;

import java.io.ByteArrayOutputStream;

/**
 * Writes characters as bytes: one byte for the first, two for the rest. Of the literals, the bytes that there are, as
 * many as needed say that a second one follows.
 */
final class CharCode {
    private final int literals;
    private final int twoBytesFrom;

    /** The code of so many characters in bytes below a number. */
    CharCode(int charCount, int literals) {
        int beyond = Math.max(0, charCount - literals);
        // Of n literals, k leading ones give n - k short and n k long codes: the smallest k with (n - 1) k >= beyond.
        this.literals = literals;
        this.twoBytesFrom = literals - (beyond + literals - 2) / (literals - 1);
    }

    /** Whether so many characters have codes in bytes below a number. */
    static boolean isPossible(int charCount, int literals) {
        return charCount <= literals * literals;
    }

    /** The first character, and the first leading byte, of the long codes. */
    int twoBytesFrom() {
        return twoBytesFrom;
    }

    byte[] encode(int[] chars) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int character : chars) {
            if (character < twoBytesFrom) {
                out.write(character);
            } else {
                out.write(twoBytesFrom + (character - twoBytesFrom) / literals);
                out.write((character - twoBytesFrom) % literals);
            }
        }
        return out.toByteArray();
    }
}
