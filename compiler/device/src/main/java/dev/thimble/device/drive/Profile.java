package dev.thimble.device.drive;

import java.util.List;

/**
 * An answer with what each step of it took.
 *
 * @param steps in the order in which they ran; a step over many rows runs many times
 * @param answer the answer; its instructions are the sum of the steps'
 */
public record Profile(List<StepCost> steps, Answer answer) {

    /** An immutable copy. */
    public Profile {
        steps = List.copyOf(steps);
    }
}
