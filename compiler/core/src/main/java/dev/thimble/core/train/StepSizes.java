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

    /** Rates have 24 fractional bits, and so have weights. */
    private static final int FRACTION = MatrixForm.FRACTION;

    /**
     * A weight u stands for w = u · 2^-24 / s, s the scale; momentum v for a gradient of w of v · s · 2^(8 - 26). So a
     * step of the rate r is r · s² · 2^(24 + 8 - 26) · v.
     */
    static Scaling ofRate(Segment segment) {
        double unit = segment.scale() * segment.scale();
        return Scaling.of(
                Math.scalb(unit, FRACTION + MatrixForm.PRODUCT_LOSS - MatrixForm.GRADIENT_FRACTION + 32 - FRACTION));
    }

    /** The reverse: a weight times the decay d is d / (s² · 2^(24 + 8 - 26)) · u of momentum. */
    static Scaling ofDecay(Segment segment) {
        double unit = segment.scale() * segment.scale();
        return Scaling.of(Math.scalb(
                1 / unit,
                MatrixForm.GRADIENT_FRACTION - MatrixForm.PRODUCT_LOSS - FRACTION + 32 - FRACTION - DECAY_SHIFT));
    }

    /**
     * The sizes for inputs of a segment.
     *
     * @throws IllegalArgumentException where a rate is too large for inputs of this scale
     */
    static StepSizes of(Segment segment, Rates rates) {
        return new StepSizes(
                checked(ofRate(segment).apply(rates.rate(), Integer.MAX_VALUE)),
                checked(ofDecay(segment).apply(rates.decay(), Integer.MAX_VALUE)));
    }

    /** Whether there are sizes for inputs of a segment. */
    static boolean fit(Segment segment, Rates rates) {
        return ofRate(segment).apply(rates.rate(), Integer.MAX_VALUE) < Integer.MAX_VALUE
                && ofDecay(segment).apply(rates.decay(), Integer.MAX_VALUE) < Integer.MAX_VALUE;
    }

    private static int checked(int size) {
        if (size == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a rate is too large");
        }
        return size;
    }
}
