package dev.thimble.pipeline.precision;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.RowCode;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.target.PackedRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Token embeddings in fewer bits than 8: what was given up, and for how much.
 *
 * @param mean bits of a value
 * @param rows by their bits
 * @param bytes of flash that they take
 * @param saved bytes of flash less than with 8 bits
 * @param decibels signal to quantisation noise of the logits
 * @param decibelsWith8 with 8 bits for every value
 */
public record TokenBits(MeanBits mean, List<Rows> rows, long bytes, long saved, double decibels, double decibelsWith8) {
    /** Copies the list. */
    public TokenBits {
        rows = List.copyOf(rows);
    }

    /** So many rows of so many bits. */
    public record Rows(int bits, int count) {}

    /** What the options gave up, if anything. */
    static Optional<TokenBits> of(Trials trials, QuantizerOptions options) {
        QuantizerOptions whole = options.withEmbeddingBits(MeanBits.ALL);
        List<IntOp.Embedding> tables = tables(trials.model(options));
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(new TokenBits(
                        options.embeddingBits(),
                        Arrays.stream(RowCode.values())
                                .map(code -> rows(tables, code))
                                .toList(),
                        bytes(tables),
                        tables.stream()
                                        .mapToLong(table -> table.table().bytes())
                                        .sum()
                                - bytes(tables),
                        trials.decibels(options),
                        trials.decibels(whole)));
    }

    private static List<IntOp.Embedding> tables(IntGraph graph) {
        return graph.nodes().stream()
                .map(IntNode::op)
                .filter(IntOp.Embedding.class::isInstance)
                .map(IntOp.Embedding.class::cast)
                .filter(op -> op.bits().isPresent())
                .toList();
    }

    private static long bytes(List<IntOp.Embedding> tables) {
        return tables.stream().mapToLong(PackedRows::bytes).sum();
    }

    private static Rows rows(List<IntOp.Embedding> tables, RowCode code) {
        return new Rows(
                code.bits(),
                tables.stream()
                        .mapToInt(op -> (int) IntStream.range(0, op.table().rows())
                                .filter(row -> op.code(row) == code)
                                .count())
                        .sum());
    }
}
