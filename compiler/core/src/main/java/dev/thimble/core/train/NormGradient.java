package dev.thimble.core.train;

import dev.thimble.core.integer.IntOp;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The way back through a LayerNorm: with x̂ the normalised row, 1/σ its reciprocal deviation and ĝ = g · gain,
 * (ĝ - mean(ĝ) - x̂ · mean(ĝ · x̂)) / σ; docs/numerics.md, section 11.
 */
record NormGradient(NormForm form, IntOp.LayerNorm op) {
    /** The gradient of the input from that of the result. */
    int[] back(int[] gradient, int[] input) {
        int mean = roundedMean(IntStream.of(input).asLongStream());
        int factor = op.scale().factor(squares(input, mean));
        int[] normalised = Arrays.stream(input).map(x -> (x - mean) * factor).toArray();
        int[] gained = gained(gradient);
        int fraction = op.scale().fraction();
        int meanOfAll = roundedMean(IntStream.of(gained).asLongStream());
        int meanAlong = roundedMean(IntStream.range(0, gained.length)
                .mapToLong(i -> Scaling.rounded((long) gained[i] * normalised[i], fraction)));
        int reciprocal = form.deviation().apply(factor, NormForm.LARGEST);
        int[] back = new int[gained.length];
        for (int i = 0; i < back.length; i++) {
            long along = Scaling.rounded((long) normalised[i] * meanAlong, fraction);
            int rest = Scaling.clamped(gained[i] - meanOfAll - along, Integer.MAX_VALUE);
            back[i] = Scaling.clamped(
                    Scaling.rounded((long) rest * reciprocal, NormForm.DEVIATION_FRACTION),
                    MatrixForm.LARGEST_GRADIENT);
        }
        return back;
    }

    private static long squares(int[] input, int mean) {
        return IntStream.of(input)
                .mapToLong(x -> (long) (x - mean) * (x - mean))
                .sum();
    }

    private int[] gained(int[] gradient) {
        int[] gained = new int[gradient.length];
        for (int i = 0; i < gained.length; i++) {
            int gain = form.gain().apply(op.gain().at(i), NormForm.LARGEST);
            gained[i] = Scaling.clamped(
                    Scaling.rounded((long) gradient[i] * gain, NormForm.GAIN_FRACTION), NormForm.LARGEST);
        }
        return gained;
    }

    /** ⌊Σx / d + 1/2⌋. */
    private static int roundedMean(LongStream values) {
        long[] all = values.toArray();
        return (int) Math.floorDiv(2 * LongStream.of(all).sum() + all.length, 2L * all.length);
    }
}
