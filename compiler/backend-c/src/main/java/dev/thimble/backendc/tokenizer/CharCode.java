package dev.thimble.backendc.tokenizer;

import java.io.ByteArrayOutputStream;

/**
 * Writes characters as bytes: one byte for the first, two for the rest. Of 256 leading bytes, as many as needed say that
 * a second one follows.
 */
final class CharCode {
    private static final int BYTES = 256;

    private final int twoBytesFrom;

    /** The code of so many characters. */
    CharCode(int charCount) {
        int beyond = Math.max(0, charCount - BYTES);
        // k leading bytes give 256 - k short and 256 k long codes: the smallest k with 255 k >= beyond.
        this.twoBytesFrom = BYTES - (beyond + BYTES - 2) / (BYTES - 1);
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
                out.write(twoBytesFrom + (character - twoBytesFrom) / BYTES);
                out.write((character - twoBytesFrom) % BYTES);
            }
        }
        return out.toByteArray();
    }
}
