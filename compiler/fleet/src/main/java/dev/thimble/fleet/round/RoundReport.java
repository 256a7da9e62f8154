package dev.thimble.fleet.round;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.update.wire.Octets;

/**
 * What is told of a round that is closed.
 *
 * @param round its number
 * @param strategy by which it was aggregated
 * @param counts of records
 * @param base digest of the image that devices trained from
 * @param before digest of the parameters that it began with
 * @param after digest of those that it ended with
 */
public record RoundReport(long round, String strategy, Counts counts, Octets base, Octets before, Octets after) {
    /** As a JSON document, always the same for the same round. */
    public ObjectNode document() {
        ObjectNode node = new ObjectMapper()
                .createObjectNode()
                .put("round", round)
                .put("strategy", strategy)
                .put("accepted", counts.accepted());
        ObjectNode refused = node.putObject("refused");
        counts.refused().forEach((reason, count) -> refused.put(reason.name(), count));
        return node.put("base", base.hex()).put("before", before.hex()).put("after", after.hex());
    }
}
