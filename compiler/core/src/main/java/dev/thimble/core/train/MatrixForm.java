package dev.thimble.core.train;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A matrix under training, all but its values: shape, quantisations and the constants that follow from them.
 *
 * @param name of the node, or of the part of an adapter
 * @param format of its values
 * @param rows one per output
 * @param segments of the input, that of the bias last where there is one
 * @param result what its results are stored as
 */
public record MatrixForm(String name, MatrixFormat format, int rows, List<Segment> segments, Quantization result) {
    /** Fractional bits of weights of whole matrices, and of the sums of all. */
    public static final int FRACTION = MatrixFormat.WHOLE.fraction();

    /** Fractional bits of gradients. */
    public static final int GRADIENT_FRACTION = 26;

    /** Gradients stay within ±4. */
    public static final int LARGEST_GRADIENT = 1 << (GRADIENT_FRACTION + 2);

    /** Gradients are shifted so far before they are multiplied with inputs. */
    public static final int GRADIENT_SHIFT = 2;

    /** Momentum has so many bits: twice of it is a 32-bit integer. */
    public static final int MOMENTUM_BITS = 31;

    /** 1/8 a step: what stands for 127 in a row must stay below 127 · 2^14, for its multiplier must below 2^31. */
    private static final int LARGEST_WEIGHT = 127 * (1 << 14) - 1;

    private static final int LARGEST_OF_ADAPTERS = (1 << 21) - 1;

    /** The integers of a rounded row. */
    static final int LARGEST_INTEGER = Precision.I8.max();

    /** Steps of a rounded row's bias, before zero points are taken off: what words of two outputs leave room for. */
    static final int LARGEST_BIAS = 1 << 22;

    /** The sum of the second output of a pair of rows stays below this: {@code core.target} has why. */
    static final int LARGEST_SECOND = 1 << 23;

    /** Fractional bits of the real value of a step of a rounded row. */
    static final int UNIT_FRACTION = 39;

    /** Copies the list. */
    public MatrixForm {
        segments = List.copyOf(segments);
    }

    /** A matrix with a bias. */
    static MatrixForm of(String name, int rows, List<Segment> inputs, Quantization result) {
        List<Segment> segments = new ArrayList<>(inputs);
        segments.add(Segment.BIAS);
        return new MatrixForm(name, MatrixFormat.WHOLE, rows, segments, result);
    }

    /** The segments of the input alone. */
    public List<Segment> inputSegments() {
        return segments.subList(0, segments.size() - (format.isBiased() ? 1 : 0));
    }

    /** Weights of a row, the bias included. */
    public int columns() {
        return segments.stream().mapToInt(Segment::columns).sum();
    }

    /** Columns of the input. */
    public int inputs() {
        return columns() - (format.isBiased() ? 1 : 0);
    }

    /** Values under training. */
    public int size() {
        return rows * columns();
    }

    /**
     * No weight may contribute more a step of its input: what stands for 127 in a row is doubled until the row's sums
     * stay below 2^23, and must still be below 127 · 2^14 then, and have a multiplier below 2^31. Adapters are not
     * rounded: theirs stay below 2^21.
     */
    public int largestWeight() {
        return format == MatrixFormat.WHOLE
                ? (int) Math.min(LARGEST_WEIGHT, largestMultiplied()) >> doublings()
                : LARGEST_OF_ADAPTERS;
    }

    /** What has the largest multiplier that fits 31 bits, when 127 stands for it: {@link #toMultiplier} the other way. */
    private double largestMultiplied() {
        return Math.floor(LARGEST_INTEGER * Math.scalb(result.scale(), FRACTION - 1)) - 1;
    }

    private int doublings() {
        long inputs = inputSegments().stream()
                .mapToLong(segment -> (long) segment.columns() * (Math.abs(segment.zeroPoint()) - Precision.I8.min()))
                .sum();
        int doublings = 0;
        while (inputs * ((LARGEST_INTEGER >> doublings) + 1) + LARGEST_BIAS >= LARGEST_SECOND) {
            doublings++;
        }
        return doublings;
    }

    /** The size of what the columns of a segment begin with where this is of an adapter; 0 for other matrices. */
    public int begin(Segment segment) {
        return AdapterStart.size(this, segment);
    }

    /** The zero point of each column of the input. */
    int[] zeroPoints() {
        return segments.stream()
                .flatMapToInt(segment -> IntStream.generate(segment::zeroPoint).limit(segment.columns()))
                .limit(inputs())
                .toArray();
    }

    /** From a sum, with 24 fractional bits, to a result's steps. */
    public Scaling toResult() {
        return Scaling.of(Math.scalb(1.0, -FRACTION) / result.scale());
    }

    /**
     * From a result's multiplier to the real value of a step of its row, with {@link #UNIT_FRACTION}.
     *
     * @param shift of the requantiser
     */
    public Scaling toUnit(int shift) {
        return Scaling.of(Math.scalb(result.scale(), UNIT_FRACTION - 32 + shift));
    }

    /** From the largest weight of a row to its multiplier. */
    public Scaling toMultiplier() {
        return Scaling.of(Math.scalb(1.0, 32 - FRACTION) / (LARGEST_INTEGER * result.scale()));
    }
}
