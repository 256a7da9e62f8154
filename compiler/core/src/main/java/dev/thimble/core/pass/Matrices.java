package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** What passes make of constants. Sums are kept in double and rounded once. */
final class Matrices {
    private Matrices() {}

    private static FloatTensor matrix(String name, int rows, int columns, IntToDoubleFunction value) {
        return FloatTensor.matrix(name, rows, columns, new float[rows * columns])
                .with(value);
    }

    private static FloatTensor vector(String name, int size, IntToDoubleFunction value) {
        return FloatTensor.vector(name, new float[size]).with(value);
    }

    static FloatTensor zeros(String name, int size) {
        return FloatTensor.vector(name, new float[size]);
    }

    static FloatTensor rows(String name, FloatTensor matrix, int from, int count) {
        int columns = matrix.columns();
        return matrix(name, count, columns, i -> matrix.at(from * columns + i));
    }

    static FloatTensor columns(String name, FloatTensor matrix, int from, int count) {
        return matrix(name, matrix.rows(), count, i -> matrix.at(i / count, from + i % count));
    }

    static FloatTensor part(String name, FloatTensor vector, int from, int count) {
        return vector(name, count, i -> vector.at(from + i));
    }

    static FloatTensor transposed(FloatTensor matrix) {
        int columns = matrix.rows();
        return matrix(matrix.name(), matrix.columns(), columns, i -> matrix.at(i % columns, i / columns));
    }

    /** Ones where row and column are the same, else zeros. */
    static FloatTensor identity(String name, int size) {
        return matrix(name, size, size, i -> i / size == i % size ? 1 : 0);
    }

    /** Matrices of as many rows each, one after the other in every row. */
    static FloatTensor sideBySide(String name, List<FloatTensor> matrices) {
        int rows = matrices.get(0).rows();
        float[] values = new float[matrices.stream().mapToInt(FloatTensor::size).sum()];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            for (FloatTensor matrix : matrices) {
                for (int column = 0; column < matrix.columns(); column++) {
                    values[next++] = matrix.at(row, column);
                }
            }
        }
        return FloatTensor.matrix(name, rows, values.length / rows, values);
    }

    /** The sum of tensors of one shape, under a name of its own. */
    static FloatTensor sum(String name, List<FloatTensor> tensors) {
        FloatTensor first = tensors.get(0);
        IntToDoubleFunction sum = i -> sumAt(tensors, i);
        return first.dims().size() == 1
                ? vector(name, first.size(), sum)
                : matrix(name, first.rows(), first.columns(), sum);
    }

    /** In the order of the list: a stream of doubles may add in another. */
    private static double sumAt(List<FloatTensor> tensors, int index) {
        double sum = 0;
        for (FloatTensor tensor : tensors) {
            sum += tensor.at(index);
        }
        return sum;
    }

    /** left · right. */
    static FloatTensor product(String name, FloatTensor left, FloatTensor right) {
        int columns = right.columns();
        return matrix(name, left.rows(), columns, i -> dot(left, i / columns, right, i % columns));
    }

    /** left · vector + more. */
    static FloatTensor productPlus(String name, FloatTensor left, FloatTensor vector, FloatTensor more) {
        return vector(name, left.rows(), i -> dot(left, i, vector, 0) + more.at(i));
    }

    private static double dot(FloatTensor left, int row, FloatTensor right, int column) {
        double sum = 0;
        for (int k = 0; k < left.columns(); k++) {
            sum += (double) left.at(row, k) * right.at(k, column);
        }
        return sum;
    }
}
