package dev.thimble.core.train;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.RowScale;

/**
 * What the way back through a LayerNorm needs beside its constants of inference.
 *
 * @param gain from a gain of inference to a real one, with {@link #GAIN_FRACTION}
 * @param deviation from a row's factor R to its reciprocal deviation, with {@link #DEVIATION_FRACTION}
 */
public record NormForm(Scaling gain, Scaling deviation) {
    /** Fractional bits of gains, which are below 2^10. */
    public static final int GAIN_FRACTION = 20;

    /** Gains, and gradients times gains, stay within ±2^30. */
    public static final int LARGEST = 1 << 30;

    /** Fractional bits of the reciprocal deviation, which is at most 2^14. */
    public static final int DEVIATION_FRACTION = 16;

    /** Bits of the rounding multiply, and of a result before its last shift: G is g · 2^(40 - F) / scale. */
    private static final int RESULT_SHIFT = Integer.SIZE + RowScale.RESULT_FRACTION;

    /** The form for an input and a result of these quantisations. */
    static NormForm of(IntOp.LayerNorm op, Quantization input, Quantization result) {
        int fraction = op.scale().fraction();
        return new NormForm(
                Scaling.of(Math.scalb(result.scale(), fraction - RESULT_SHIFT + GAIN_FRACTION)),
                Scaling.of(Math.scalb(1 / input.scale(), DEVIATION_FRACTION - fraction)));
    }
}
