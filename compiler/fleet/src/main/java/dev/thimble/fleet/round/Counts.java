package dev.thimble.fleet.round;

import dev.thimble.fleet.record.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many records counted in a round, and for what reasons others did not.
 *
 * @param accepted one a device
 * @param refused by reason, in the order of the reasons; those that there were
 */
public record Counts(long accepted, Map<Reason, Long> refused) {
    /** Keeps its own copy. */
    public Counts {
        Map<Reason, Long> ordered = new EnumMap<>(Reason.class);
        ordered.putAll(refused);
        refused = Collections.unmodifiableMap(ordered);
    }
}
