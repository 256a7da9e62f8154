package dev.thimble.core.exec;

import dev.thimble.core.ir.FloatTensor;

/**
 * Values of a run, row-major. Who makes one may write into it until it is handed on.
 *
 * @param values rows x width
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one run, inside this package
record FloatMatrix(int rows, int width, float[] values) {

    static FloatMatrix zeros(int rows, int width) {
        return new FloatMatrix(rows, width, new float[rows * width]);
    }

    /** Where a row begins. */
    int at(int row) {
        return row * width;
    }

    /** The rows of a table, each of them as a column. */
    static FloatMatrix transposed(FloatTensor tensor) {
        FloatMatrix result = zeros(tensor.columns(), tensor.rows());
        for (int row = 0; row < tensor.rows(); row++) {
            for (int column = 0; column < tensor.columns(); column++) {
                result.values[column * result.width + row] = tensor.at(row, column);
            }
        }
        return result;
    }

    /** Some columns of this matrix, each of them as a row. */
    FloatMatrix transposedColumns(int from, int count) {
        FloatMatrix result = zeros(count, rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < count; column++) {
                result.values[column * rows + row] = values[row * width + from + column];
            }
        }
        return result;
    }

    /** Takes a row's values. */
    void put(int row, int from, float[] some) {
        System.arraycopy(some, 0, values, at(row) + from, some.length);
    }
}
