package dev.thimble.pipeline.precision;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;

/**
 * Whether the rows of embedding tables have scales of their own, and why: signal to quantisation noise of the logits with
 * either, and the price.
 *
 * @param byRow whether those tables that lose less so have a scale for each row
 * @param tableDecibels with one scale for each table
 * @param rowDecibels with scales by row
 * @param rowBytes flash that the rows' factors take, or would take
 */
public record EmbeddingChoice(boolean byRow, double tableDecibels, double rowDecibels, long rowBytes) {

    /** What has scales: "row" or "table". */
    public String unit() {
        return byRow ? "row" : "table";
    }

    /** Bytes of the factors of all tables whose rows have scales. */
    static long factorBytes(IntGraph graph) {
        return graph.nodes().stream()
                .map(IntNode::op)
                .filter(IntOp.Embedding.class::isInstance)
                .flatMap(op -> ((IntOp.Embedding) op).factors().stream())
                .mapToLong(IntTensor::bytes)
                .sum();
    }
}
