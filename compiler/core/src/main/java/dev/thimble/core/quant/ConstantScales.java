package dev.thimble.core.quant;

import dev.thimble.core.ir.FloatTensor;
import java.util.IdentityHashMap;

/**
 * What was found for constants. They stay the same however often a graph is quantised, and most of them when a pass makes
 * another graph of it, so each search is made once.
 */
public final class ConstantScales {
    private final IdentityHashMap<FloatTensor, EmbeddingTable> whole = new IdentityHashMap<>();
    private final IdentityHashMap<FloatTensor, EmbeddingTable> byRow = new IdentityHashMap<>();
    private final IdentityHashMap<FloatTensor, WeightQuantizer.RowScales> rows = new IdentityHashMap<>();

    /** A table of embeddings with one scale for all rows. */
    EmbeddingTable whole(FloatTensor table) {
        return whole.computeIfAbsent(table, EmbeddingTable::whole);
    }

    /** The same with a scale for each row. */
    EmbeddingTable byRow(FloatTensor table) {
        return byRow.computeIfAbsent(table, EmbeddingTable::byRow);
    }

    /** A matrix with one scale per row; a row's scale is at least its floor. */
    WeightQuantizer.Quantized perRow(FloatTensor weight, double[] floors) {
        return rows.computeIfAbsent(weight, WeightQuantizer.RowScales::of).quantize(weight, floors);
    }
}
