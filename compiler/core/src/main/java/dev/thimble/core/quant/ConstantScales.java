package dev.thimble.core.quant;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What was found for constants. They stay the same however often a graph is quantised, and most of them when a pass makes
 * another graph of it, so each search is made once.
 */
public final class ConstantScales {
    private final TokenUse use;
    private final IdentityHashMap<FloatTensor, EmbeddingTable> whole = new IdentityHashMap<>();
    private final IdentityHashMap<FloatTensor, EmbeddingTable> byRow = new IdentityHashMap<>();
    private final IdentityHashMap<FloatTensor, WeightQuantizer.RowScales> rows = new IdentityHashMap<>();
    private final IdentityHashMap<FloatTensor, NarrowMatrix> narrow = new IdentityHashMap<>();
    private final Map<Precision, IdentityHashMap<FloatTensor, CodedTable>> coded = new EnumMap<>(Precision.class);

    /** Nothing is found yet, and all entries of a vocabulary are taken to occur as often. */
    public ConstantScales() {
        this(TokenUse.unknown());
    }

    /** Nothing is found yet; the error of an embedding's row counts as often as it is looked up. */
    public ConstantScales(TokenUse use) {
        this.use = use;
    }

    /** A table of embeddings with one scale for all rows. */
    EmbeddingTable whole(FloatTensor table) {
        return whole.computeIfAbsent(table, EmbeddingTable::whole);
    }

    /** The same with a scale for each row. */
    EmbeddingTable byRow(FloatTensor table) {
        return byRow.computeIfAbsent(table, EmbeddingTable::byRow);
    }

    /** A table of token embeddings whose rows differ in bits. */
    EmbeddingTable packed(FloatTensor table, Precision result, MeanBits mean) {
        return coded.computeIfAbsent(result, missing -> new IdentityHashMap<>())
                .computeIfAbsent(table, missing -> CodedTable.of(table, result, packedScale(table, result)))
                .packed(use, mean);
    }

    /** The steps that rows of 8 bits need with factors of at most 127; an 8-bit result takes 127/128 of its values. */
    private double packedScale(FloatTensor table, Precision result) {
        return result == Precision.I8
                ? whole(table).scale() * 127 / 126
                : byRow(table).scale();
    }

    /** A matrix in 4 bits, rounded with regard to its inputs; a row's scale is at least its floor. */
    WeightQuantizer.Quantized narrow(FloatTensor weight, double[] floors, double[][] moments) {
        return narrow.computeIfAbsent(weight, missing -> NarrowMatrix.of(weight, moments))
                .quantized(floors);
    }

    /** A matrix with one scale per row; a row's scale is at least its floor. */
    WeightQuantizer.Quantized perRow(FloatTensor weight, double[] floors) {
        return rows.computeIfAbsent(weight, WeightQuantizer.RowScales::of).quantize(weight, floors);
    }
}
