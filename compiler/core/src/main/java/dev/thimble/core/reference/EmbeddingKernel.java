package dev.thimble.core.reference;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.EmbeddingRows;

/** Table look-ups; docs/numerics.md, section 3. */
final class EmbeddingKernel {
    private EmbeddingKernel() {}

    static IntMatrix run(IntOp.Embedding op, int[] ids, Precision result, IntMatrix out) {
        int[] rows = EmbeddingRows.of(op.source(), ids);
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.width(); column++) {
                out.set(row, column, value(op, rows[row], column, result));
            }
        }
        return out;
    }

    private static int value(IntOp.Embedding op, int entry, int column, Precision result) {
        int value = op.table().at(entry, column);
        return op.factors()
                .map(factors -> IntOp.Embedding.looked(value, factors.at(entry), result))
                .orElse(value);
    }
}
