package dev.thimble.device.drive;

import java.util.List;

/**
 * An answer with everything that led to it.
 *
 * @param rows in the order in which they were computed
 * @param answer the answer
 */
public record Trace(List<TraceRow> rows, Answer answer) {

    /** An immutable copy. */
    public Trace {
        rows = List.copyOf(rows);
    }
}
