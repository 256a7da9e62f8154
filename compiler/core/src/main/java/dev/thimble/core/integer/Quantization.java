package dev.thimble.core.integer;

/**
 * How integers stand for reals: real = scale · (q - zeroPoint).
 *
 * @param precision the stored type
 * @param scale the real value of one step, above 0
 * @param zeroPoint the integer that stands for 0; always 0 for 16 bits
 */
public record Quantization(Precision precision, double scale, int zeroPoint) {
    /** Steps beyond every precision's range, yet far from a long's end. */
    private static final double FAR = 0x1p40;

    /** Checks scale and zero point. */
    public Quantization {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale " + scale);
        }
        if (zeroPoint < precision.min() || zeroPoint > precision.max()) {
            throw new IllegalArgumentException("zero point " + zeroPoint);
        }
    }

    /** A symmetric quantisation: zero point 0. */
    public static Quantization symmetric(Precision precision, double scale) {
        return new Quantization(precision, scale, 0);
    }

    /** The real value that an integer stands for. */
    public double real(int q) {
        return scale * (q - zeroPoint);
    }

    /** The integer nearest to a real value. */
    public int quantize(double real) {
        double steps = Math.max(-FAR, Math.min(FAR, real / scale));
        return precision.saturate(Math.round(steps) + zeroPoint);
    }

    /** The largest |q - zeroPoint| that can occur. */
    public int maxMagnitude() {
        return Math.max(precision.max() - zeroPoint, zeroPoint - precision.min());
    }
}
