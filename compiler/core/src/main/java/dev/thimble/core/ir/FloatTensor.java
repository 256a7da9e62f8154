package dev.thimble.core.ir;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A named constant of the float graph, row-major. Immutable: the values are copied in and handed out as copies.
 */
public final class FloatTensor {
    private final String name;
    private final List<Integer> dims;
    private final float[] values;

    private FloatTensor(String name, List<Integer> dims, float[] values) {
        int size = dims.stream().reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(name + ": " + values.length + " values for " + dims);
        }
        this.name = name;
        this.dims = dims;
        this.values = values;
    }

    /** A matrix of {@code rows} by {@code columns}. */
    public static FloatTensor matrix(String name, int rows, int columns, float[] values) {
        return new FloatTensor(name, List.of(rows, columns), values.clone());
    }

    /** A vector. */
    public static FloatTensor vector(String name, float[] values) {
        return new FloatTensor(name, List.of(values.length), values.clone());
    }

    /** A tensor of the same name and shape whose value at a flat index is {@code value}, rounded to float. */
    public FloatTensor with(IntToDoubleFunction value) {
        float[] next = new float[values.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) value.applyAsDouble(i);
        }
        return new FloatTensor(name, dims, next);
    }

    /** Where the tensor came from: its name in the model's file. */
    public String name() {
        return name;
    }

    /** Extents, outermost first; one or two of them. */
    public List<Integer> dims() {
        return dims;
    }

    /** Extent of the first dimension. */
    public int rows() {
        return dims.get(0);
    }

    /** Values per row: 1 for a vector. */
    public int columns() {
        return dims.size() == 1 ? 1 : dims.get(1);
    }

    /** Number of values. */
    public int size() {
        return values.length;
    }

    /** The value at a flat, row-major index. */
    public float at(int index) {
        return values[index];
    }

    /** The value at a row and column. */
    public float at(int row, int column) {
        return values[row * columns() + column];
    }

    /** A copy of {@code count} rows from the first one on. */
    public float[] rowsFrom(int first, int count) {
        return Arrays.copyOfRange(values, first * columns(), (first + count) * columns());
    }

    /** A copy of all values. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatTensor that
                && name.equals(that.name)
                && dims.equals(that.dims)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return name + dims;
    }
}
