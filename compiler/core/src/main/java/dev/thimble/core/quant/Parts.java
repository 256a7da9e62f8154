package dev.thimble.core.quant;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import java.util.List;

/** The nodes that take a value of 16 bits apart, so that a matrix product of 8-bit values reads all of it. */
final class Parts {
    private Parts() {}

    /** What the whole leaves of a value, in finer steps. */
    static IntNode rest(IntNode value, IntNode whole) {
        String name = value.name() + ".rest";
        double scale = whole.quantization().scale() / Part.STEPS;
        Requantizer own = own(name, value, scale);
        Requantizer less = Requantizer.of(name + ".multiplier1", -Part.STEPS);
        return new IntNode(
                name,
                new IntOp.Add(List.of(own, less)),
                List.of(value.name(), whole.name()),
                value.shape(),
                Quantization.symmetric(Precision.I8, scale));
    }

    /** A value in coarser steps than the whole's. */
    static IntNode repetition(IntNode value, IntNode whole) {
        String name = value.name() + ".repetition";
        double scale = whole.quantization().scale() * Part.STEPS;
        return new IntNode(
                name,
                new IntOp.Add(List.of(own(name, value, scale))),
                List.of(value.name()),
                value.shape(),
                Quantization.symmetric(Precision.I8, scale));
    }

    private static Requantizer own(String name, IntNode value, double scale) {
        Requantizer requantizer =
                Requantizer.of(name + ".multiplier0", value.quantization().scale() / scale);
        AccumulatorBounds.check(name, value.quantization().maxMagnitude(), requantizer.shift());
        return requantizer;
    }
}
