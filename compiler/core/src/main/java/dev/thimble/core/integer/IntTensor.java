package dev.thimble.core.integer;

import java.util.Arrays;
import java.util.List;

/** A named integer constant, row-major. Immutable. */
public final class IntTensor {
    private final String name;
    private final Precision precision;
    private final List<Integer> dims;
    private final int[] values;

    private IntTensor(String name, Precision precision, List<Integer> dims, int[] values) {
        int size = dims.stream().reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(name + ": " + values.length + " values for " + dims);
        }
        for (int value : values) {
            if (value < precision.min() || value > precision.max()) {
                throw new IllegalArgumentException(name + ": " + value + " is no " + precision);
            }
        }
        this.name = name;
        this.precision = precision;
        this.dims = List.copyOf(dims);
        this.values = values;
    }

    /** A tensor of one or two dimensions. */
    public static IntTensor of(String name, Precision precision, List<Integer> dims, int[] values) {
        return new IntTensor(name, precision, dims, values.clone());
    }

    /** A vector. */
    public static IntTensor vector(String name, Precision precision, int[] values) {
        return of(name, precision, List.of(values.length), values);
    }

    /** What the tensor is called in the C and in reports. */
    public String name() {
        return name;
    }

    /** The stored type. */
    public Precision precision() {
        return precision;
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

    /** Bytes in flash. */
    public int bytes() {
        return values.length * precision.bytes();
    }

    /** The value at a flat, row-major index. */
    public int at(int index) {
        return values[index];
    }

    /** The value at a row and column. */
    public int at(int row, int column) {
        return values[row * columns() + column];
    }

    /** Σ |this[row][i]|. */
    public long absoluteRowSum(int row) {
        long sum = 0;
        for (int i = 0; i < columns(); i++) {
            sum += Math.abs((long) at(row, i));
        }
        return sum;
    }

    /** Σ this[row][i]. */
    public long rowSum(int row) {
        long sum = 0;
        for (int i = 0; i < columns(); i++) {
            sum += at(row, i);
        }
        return sum;
    }

    /** A copy of all values. */
    public int[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntTensor that
                && name.equals(that.name)
                && precision == that.precision
                && dims.equals(that.dims)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return name + dims + precision;
    }
}
