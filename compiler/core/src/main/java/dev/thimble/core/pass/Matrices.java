package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
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
