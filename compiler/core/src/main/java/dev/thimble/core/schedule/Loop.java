package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import java.util.List;

/**
 * Steps that run one after the other for each block of rows.
 *
 * @param extent which rows the loop goes over
 * @param steps in order; at least one
 */
public record Loop(Extent extent, List<IntNode> steps) {
    /** Copies the list. */
    public Loop {
        steps = List.copyOf(steps);
    }

    /** Whether a node's value is made in this loop. */
    public boolean makes(String value) {
        return steps.stream().anyMatch(step -> step.name().equals(value));
    }
}
