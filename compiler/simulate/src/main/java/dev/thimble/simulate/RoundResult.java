package dev.thimble.simulate;

import dev.thimble.fleet.record.Reason;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a round came to.
 *
 * @param round from 1; 0 is the state before the first one
 * @param accuracy of the published image, on texts that no device has seen: 0 to 1
 * @param accepted updates that counted
 * @param refused the others, by reason
 * @param bytesUp of all records that devices sent
 * @param compared records that devices made which run the C, each the reference's byte for byte
 */
public record RoundResult(
        int round, double accuracy, long accepted, Map<Reason, Long> refused, long bytesUp, long compared) {
    /** Copies the map. */
    public RoundResult {
        refused = Map.copyOf(new TreeMap<>(refused));
    }
}
