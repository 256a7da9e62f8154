package dev.thimble.core.train;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.ActivationKind;
import java.util.stream.IntStream;

/** Derivatives of activations as tables. */
final class Slopes {
    /** Central differences over this: the error, h²/6 of the third derivative, is far below a step of the table. */
    private static final double H = 0x1p-10;

    private Slopes() {}

    /** A slope for each integer of an input. */
    static IntTensor of(String name, ActivationKind kind, Quantization input) {
        int[] slopes = IntStream.rangeClosed(Precision.I8.min(), Precision.I8.max())
                .map(q -> (int) Math.round(Math.scalb(at(kind, input.real(q)), TrainStep.Activation.SLOPE_FRACTION)))
                .toArray();
        return IntTensor.vector(name + ".slope", Precision.I16, slopes);
    }

    private static double at(ActivationKind kind, double x) {
        return (Activations.apply(kind, x + H) - Activations.apply(kind, x - H)) / (2 * H);
    }
}
