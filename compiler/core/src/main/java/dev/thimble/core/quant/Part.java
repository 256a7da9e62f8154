package dev.thimble.core.quant;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.ir.FloatTensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a kernel reads of one of a node's inputs: 8 bits are all of it, or one of three parts of a value of 16 bits
 * (docs/numerics.md, section 3).
 *
 * @param value what is read
 * @param from the first column of the weights that meet it, in the float graph
 * @param role which part it is
 */
record Part(IntNode value, int from, Role role) {
    /**
     * A step of the rest is this part of a step of the whole, and a step of the repetition so many of them. With more, the
     * weights of the rest would have too few steps of their rows' scales.
     */
    static final int STEPS = 8;

    /** The parts of a value, in the order in which they lie side by side. */
    enum Role {
        /** All of it that 8 bits hold. */
        WHOLE,
        /** What the whole leaves: it meets the same weights. */
        REST,
        /** The whole again, in coarser steps: it meets what rounding took off the whole's weights. */
        REPETITION
    }

    int width() {
        return value.shape().width();
    }

    /** The columns of the weights that meet the values of this part. */
    private IntStream columns() {
        return IntStream.range(from, from + width());
    }

    /** Whether all inputs are read as they are. */
    static boolean areWhole(List<Part> parts) {
        return parts.stream().allMatch(part -> part.role == Role.WHOLE);
    }

    /** Weights by the columns of the parts side by side; 0 where it takes rounding to tell. */
    static FloatTensor columns(FloatTensor weight, List<Part> parts) {
        if (areWhole(parts)) {
            return weight;
        }
        int[] columns = parts.stream().flatMapToInt(Part::columns).toArray();
        boolean[] isRepeated = isRepeated(parts, columns.length);
        float[] values = new float[weight.rows() * columns.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % columns.length;
            values[i] = isRepeated[column] ? 0 : weight.at(i / columns.length, columns[column]);
        }
        return FloatTensor.matrix(weight.name(), weight.rows(), columns.length, values);
    }

    private static boolean[] isRepeated(List<Part> parts, int width) {
        boolean[] isRepeated = new boolean[width];
        int at = 0;
        for (Part part : parts) {
            for (int i = 0; i < part.width(); i++) {
                isRepeated[at++] = part.role == Role.REPETITION;
            }
        }
        return isRepeated;
    }

    /** Means by the columns of the parts side by side; that of a rest is 0. */
    static List<Double> means(List<Double> means, List<Part> parts) {
        return means.isEmpty()
                ? means
                : parts.stream().flatMap(part -> part.meansOf(means)).toList();
    }

    private Stream<Double> meansOf(List<Double> means) {
        return columns().mapToObj(column -> role == Role.REST ? 0 : means.get(column));
    }
}
