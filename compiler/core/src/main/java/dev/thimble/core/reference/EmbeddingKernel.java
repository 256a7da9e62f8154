package dev.thimble.core.reference;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.EmbeddingRows;

/** Table look-ups; docs/numerics.md, section 3. */
final class EmbeddingKernel {
    private EmbeddingKernel() {}

    static IntMatrix run(IntOp.Embedding op, int[] ids, IntMatrix out) {
        int[] rows = EmbeddingRows.of(op.source(), ids);
        for (int row = 0; row < out.rows(); row++) {
            int entry = rows[row];
            int factor = op.factors().map(factors -> factors.at(entry)).orElse(1);
            for (int column = 0; column < out.width(); column++) {
                out.set(row, column, op.table().at(entry, column) * factor);
            }
        }
        return out;
    }
}
