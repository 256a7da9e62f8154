package dev.thimble.frontend.architecture;

import dev.thimble.core.ir.FloatTensor;
import java.util.Arrays;

/** Exact rearrangements of constants. */
public final class Tensors {
    private Tensors() {}

    /** The first rows of a matrix, at most all of them. */
    public static FloatTensor firstRows(FloatTensor matrix, int rows) {
        int columns = matrix.columns();
        return FloatTensor.matrix(
                matrix.name(), rows, columns, Arrays.copyOf(matrix.toArray(), Math.multiplyExact(rows, columns)));
    }

    /** A vector of zeros, for a layer without bias. */
    public static FloatTensor zeros(String name, int size) {
        return FloatTensor.vector(name, new float[size]);
    }

    /** The dot product, in double. */
    public static double dot(FloatTensor a, FloatTensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.at(i) * b.at(i);
        }
        return sum;
    }
}
