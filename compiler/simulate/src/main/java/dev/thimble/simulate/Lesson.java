package dev.thimble.simulate;

import java.util.List;
import java.util.Set;

/**
 * A stretch of a device's training.
 *
 * @param held the names of the matrices that stay as they are
 * @param course what it learns from, one after the other
 */
public record Lesson(Set<String> held, List<Sentence> course) {
    /** Copies set and list. */
    public Lesson {
        held = Set.copyOf(held);
        course = List.copyOf(course);
    }
}
