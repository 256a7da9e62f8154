package dev.thimble.pipeline.fit;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.target.PackedRows;
import java.util.List;

/**
 * The tables of token embeddings of a model.
 *
 * @param tables as they are now
 */
record TokenTables(List<IntOp.Embedding> tables) {
    /** Copies the list. */
    TokenTables {
        tables = List.copyOf(tables);
    }

    /** Those of a graph. */
    static TokenTables of(IntGraph graph) {
        return new TokenTables(graph.nodes().stream()
                .map(IntNode::op)
                .filter(IntOp.Embedding.class::isInstance)
                .map(IntOp.Embedding.class::cast)
                .filter(op -> op.source() instanceof IndexSource.TokenId)
                .toList());
    }

    /** Bytes that they take in so many bits more than now; with factors, which rows of 8 bits may be without. */
    long more(MeanBits bits) {
        return tables.stream()
                .mapToLong(op -> bits.bytes(op.table().rows(), op.table().columns())
                        + (bits.packs() ? PackedRows.leadingBytes(op.table()) : 0)
                        + (op.factors().isPresent() ? 0 : op.table().rows())
                        - PackedRows.bytes(op))
                .sum();
    }
}
