package dev.thimble.core.reference;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Quantization;

/** Causal depthwise convolution; docs/numerics.md, section 5. */
final class ConvolutionKernel {
    private ConvolutionKernel() {}

    static IntMatrix run(IntOp.DepthwiseConv1d op, IntMatrix in, Quantization result, IntMatrix out) {
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.width(); column++) {
                int scaled = op.requantizer().apply(sum(op, in, row, column), column) + result.zeroPoint();
                out.set(row, column, result.precision().saturate(scaled));
            }
        }
        return out;
    }

    private static int sum(IntOp.DepthwiseConv1d op, IntMatrix in, int row, int column) {
        int channel = (int) ((long) column * in.width() / op.weight().rows());
        int taps = op.weight().columns();
        int sum = op.bias().at(column);
        for (int i = 0; i < taps && i <= row; i++) {
            sum += op.weight().at(column, taps - 1 - i) * in.at(row - i, channel);
        }
        return sum;
    }
}
