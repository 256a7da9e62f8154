package dev.thimble.core.train;

/**
 * What the rates come to for the weights of one segment, whose unit depends on the scale of its inputs.
 *
 * @param step from momentum to the change of a weight, times 2^-32
 * @param decay from a weight, times 2^8, to a part of the gradient, times 2^-32
 */
record StepSizes(int step, int decay) {
    /** Bits that weights have room for above their bound. */
    static final int DECAY_SHIFT = 8;

    /** Fractional bits of rates. */
    private static final int RATE_FRACTION = 24;

    /**
     * A weight u stands for w = u · 2^-f / s, s the scale; momentum v for a gradient of w of v · s · 2^(l - 26), l what
     * products lose. So a step of the rate r is r · s² · 2^(f + l - 26) · v.
     */
    static Scaling ofRate(Segment segment, MatrixFormat format) {
        double unit = segment.scale() * segment.scale();
        return Scaling.of(Math.scalb(unit, unitOfStep(format) + Integer.SIZE - RATE_FRACTION));
    }

    private static int unitOfStep(MatrixFormat format) {
        return format.fraction() + format.productLoss() - MatrixForm.GRADIENT_FRACTION;
    }

    /** The reverse: a weight times the decay d is d / (s² · 2^(f + l - 26)) · u of momentum. */
    static Scaling ofDecay(Segment segment, MatrixFormat format) {
        double unit = segment.scale() * segment.scale();
        return Scaling.of(Math.scalb(1 / unit, Integer.SIZE - RATE_FRACTION - DECAY_SHIFT - unitOfStep(format)));
    }

    /**
     * The sizes for inputs of a segment.
     *
     * @throws IllegalArgumentException where a rate is too large for inputs of this scale
     */
    static StepSizes of(Segment segment, MatrixFormat format, Rates rates) {
        return new StepSizes(
                checked(ofRate(segment, format).apply(rates.rate(), Integer.MAX_VALUE)),
                checked(ofDecay(segment, format).apply(rates.decay(), Integer.MAX_VALUE)));
    }

    /** Whether there are sizes for inputs of a segment. */
    static boolean fit(Segment segment, MatrixFormat format, Rates rates) {
        return ofRate(segment, format).apply(rates.rate(), Integer.MAX_VALUE) < Integer.MAX_VALUE
                && ofDecay(segment, format).apply(rates.decay(), Integer.MAX_VALUE) < Integer.MAX_VALUE;
    }

    private static int checked(int size) {
        if (size == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a rate is too large");
        }
        return size;
    }
}
