package dev.thimble.core.integer;

/**
 * How integers stand for reals: real = scale · (q - zeroPoint).
 *
 * @param precision the stored type
 * @param scale the real value of one step, above 0
 * @param zeroPoint the integer that stands for 0. Of 16-bit values only logits may have one other than 0; it stands in
 *     their bias, so it may lie far outside of 16 bits
 */
public record Quantization(Precision precision, double scale, int zeroPoint) {
    /** Steps beyond every precision's range, yet far from a long's end. */
    private static final double FAR = 0x1p40;

    /** Checks scale and zero point. */
    public Quantization {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale " + scale);
        }
        if (precision == Precision.I8 && precision.saturate(zeroPoint) != zeroPoint) {
            throw new IllegalArgumentException("zero point " + zeroPoint);
        }
    }

    /** A symmetric quantisation: zero point 0. */
    public static Quantization symmetric(Precision precision, double scale) {
        return new Quantization(precision, scale, 0);
    }

    /** The same with another scale; a zero point of 16 bits goes on standing for the same distance from 0. */
    public Quantization withScale(double other) {
        return new Quantization(precision, other, (int) Math.round(zeroPoint * (scale / other)));
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

    /** What a kernel adds to its result: the zero point of 8 bits; that of 16 bits is part of the bias. */
    public int added() {
        return precision == Precision.I8 ? zeroPoint : 0;
    }

    /** The largest |q - zeroPoint| that can occur. */
    public int maxMagnitude() {
        return Math.max(precision.max() - zeroPoint, zeroPoint - precision.min());
    }
}
