package dev.thimble.core.reference;

import dev.thimble.core.integer.FixedPoint;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Quantization;
import java.util.List;

/** Element-wise operators and pooling; docs/numerics.md, sections 8 and 9. */
final class ElementKernels {
    private ElementKernels() {}

    static IntMatrix lookup(IntOp.Lookup op, IntMatrix in, IntMatrix out) {
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.width(); column++) {
                out.set(row, column, op.at(column, in.at(row, column)));
            }
        }
        return out;
    }

    static IntMatrix add(IntOp.Add op, List<Operand> in, Quantization result, IntMatrix out) {
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.width(); column++) {
                out.set(row, column, sum(op, in, result, row, column));
            }
        }
        return out;
    }

    private static int sum(IntOp.Add op, List<Operand> in, Quantization result, int row, int column) {
        long sum = result.zeroPoint();
        for (int i = 0; i < in.size(); i++) {
            Operand operand = in.get(i);
            int centred =
                    operand.matrix().at(row, column) - operand.quantization().zeroPoint();
            sum += op.requantizers().get(i).apply(centred, column);
        }
        return result.precision().saturate(sum);
    }

    static IntMatrix mean(IntOp.Mean op, Operand in, Quantization result, IntMatrix out) {
        IntMatrix x = in.matrix();
        int multiplier = op.numerator() / x.rows();
        for (int column = 0; column < out.width(); column++) {
            int sum = 0;
            for (int row = 0; row < x.rows(); row++) {
                sum += x.at(row, column) - in.quantization().zeroPoint();
            }
            int scaled = FixedPoint.mulHigh(sum << op.shift(), multiplier) + result.zeroPoint();
            out.set(0, column, result.precision().saturate(scaled));
        }
        return out;
    }

    static IntMatrix pool(IntOp.Pool op, IntMatrix in, IntMatrix out) {
        switch (op.kind()) {
            case FIRST -> System.arraycopy(in.values(), 0, out.values(), 0, out.width());
        }
        return out;
    }

    static IntMatrix concat(List<Operand> inputs, IntMatrix out) {
        for (int row = 0; row < out.rows(); row++) {
            int column = 0;
            for (Operand input : inputs) {
                for (int value : input.matrix().row(row)) {
                    out.set(row, column++, value);
                }
            }
        }
        return out;
    }
}
