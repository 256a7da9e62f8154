package dev.thimble.simulate;

import dev.thimble.fleet.record.Reason;
import java.util.Map;

/**
 * What a round came to for the devices.
 *
 * @param round from 1; 0 is the state before the first one
 * @param published how the published image answers as it is
 * @param own how it answers once every device has trained the head on its own examples
 * @param refused updates, by reason
 * @param bytesUp of all records that devices sent
 * @param compared records that devices made which run the C, each the reference's byte for byte
 */
public record PersonalResult(
        int round, Scores published, Scores own, Map<Reason, Long> refused, long bytesUp, long compared) {
    /** Copies the map. */
    public PersonalResult {
        refused = Map.copyOf(refused);
    }
}
