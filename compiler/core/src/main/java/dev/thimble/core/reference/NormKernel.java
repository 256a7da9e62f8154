package dev.thimble.core.reference;

import dev.thimble.core.integer.FixedPoint;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.RowScale;
import java.util.Arrays;
import java.util.stream.IntStream;

/** LayerNorm and RMSNorm with an integer reciprocal square root; docs/numerics.md, section 6. */
final class NormKernel {
    private NormKernel() {}

    static IntMatrix layerNorm(IntOp.LayerNorm op, IntMatrix in, Precision precision, IntMatrix out) {
        for (int row = 0; row < in.rows(); row++) {
            int[] x = in.row(row);
            int mean = mean(x);
            int[] centred = Arrays.stream(x).map(value -> value - mean).toArray();
            scaleRow(centred, op.scale(), op.gain(), op.bias(), precision, out, row);
        }
        return out;
    }

    static IntMatrix rmsNorm(IntOp.RmsNorm op, IntMatrix in, Precision precision, IntMatrix out) {
        for (int row = 0; row < in.rows(); row++) {
            scaleRow(in.row(row), op.scale(), op.gain(), op.bias(), precision, out, row);
        }
        return out;
    }

    /** ⌊Σx/d + 1/2⌋. */
    private static int mean(int[] x) {
        long sum = IntStream.of(x).asLongStream().sum();
        return (int) Math.floorDiv(2 * sum + x.length, 2L * x.length);
    }

    private static void scaleRow(
            int[] c, RowScale scale, IntTensor gain, IntTensor bias, Precision precision, IntMatrix out, int row) {
        long sumOfSquares =
                IntStream.of(c).mapToLong(value -> (long) value * value).sum();
        int factor = scale.factor(sumOfSquares);
        for (int column = 0; column < c.length; column++) {
            int fine = FixedPoint.mulHigh(c[column] * factor, gain.at(column)) + bias.at(column);
            out.set(row, column, precision.saturate(fine >> RowScale.RESULT_FRACTION));
        }
    }
}
