package dev.thimble.flink.input;

import java.io.Serializable;

/**
 * How far an input was read.
 *
 * @param file the name of the file that is being read; empty before the first
 * @param offset of what comes next in it, in bytes
 */
record Position(String file, long offset) implements Serializable {
    /** Before the first record. */
    static final Position START = new Position("", 0);
}
