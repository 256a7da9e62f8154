package dev.thimble.core.reference;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Quantization;

/** Matrix products; docs/numerics.md, section 4. */
final class LinearKernel {
    private final IntOp.Linear op;
    private final WeightColumns weight;
    private final int[] bias;

    LinearKernel(IntOp.Linear op) {
        this.op = op;
        this.weight = WeightColumns.of(op.weight());
        this.bias = op.bias().toArray();
    }

    IntMatrix run(IntMatrix in, Quantization result, IntMatrix out) {
        for (int row = 0; row < out.rows(); row++) {
            int[] sums = bias.clone();
            weight.addTimes(in.values(), in.start(row), sums);
            for (int column = 0; column < sums.length; column++) {
                int scaled = op.requantizer().apply(sums[column], column) + result.added();
                out.set(row, column, result.precision().saturate(scaled));
            }
        }
        return out;
    }
}
