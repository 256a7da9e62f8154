package dev.thimble.core.reference;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Quantization;

/** Matrix products; docs/numerics.md, section 4. */
final class LinearKernel {
    private LinearKernel() {}

    static IntMatrix run(IntOp.Linear op, IntMatrix in, Quantization result, IntMatrix out) {
        int[] x = in.values();
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.width(); column++) {
                int sum = op.bias().at(column) + op.weight().dot(column, x, in.start(row));
                int scaled = op.requantizer().apply(sum, column) + result.added();
                out.set(row, column, result.precision().saturate(scaled));
            }
        }
        return out;
    }
}
