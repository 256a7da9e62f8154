package dev.thimble.fleet.record;

import java.nio.charset.StandardCharsets;

/**
 * What a code of a device's key is for. It is part of what the code is over, as COSE's external data, so that nothing that
 * was sent as the one can be taken for another.
 */
enum Purpose {
    /** A device's record. */
    UPDATE(""),
    /** What a round asks of it. */
    TASK("task"),
    /** What became of its record. */
    RECEIPT("receipt"),
    /** What makes masks cancel each other. */
    MASKING("masking");

    private final String word;

    Purpose(String word) {
        this.word = word;
    }

    /** The external data. */
    byte[] bytes() {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
