package dev.thimble.device.drive;

import java.util.List;

/**
 * One row of one value inside a model.
 *
 * @param value the value's name in the graph
 * @param row token row, from 0
 * @param elements its integers
 */
public record TraceRow(String value, int row, List<Integer> elements) {

    /** An immutable copy. */
    public TraceRow {
        elements = List.copyOf(elements);
    }
}
