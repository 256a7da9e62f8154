package dev.thimble.core.plan;

import java.util.List;

/**
 * A stretch of the arena before it has a place.
 *
 * @param name the value it holds, or the scratch of a step
 * @param values the values that live in it, one after the other in place
 * @param bytes its size, at least 1
 * @param first the first step at which it must keep its content
 * @param last the last one, inclusive
 */
public record Buffer(String name, List<String> values, long bytes, int first, int last) {
    /** Copies the list. */
    public Buffer {
        values = List.copyOf(values);
    }

    /** Whether both must keep their content at some step. */
    public boolean overlaps(Buffer other) {
        return first <= other.last && other.first <= last;
    }
}
