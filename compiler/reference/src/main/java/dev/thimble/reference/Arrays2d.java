package dev.thimble.reference;

import dev.thimble.core.ir.FloatTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small helpers over row-major arrays. */
final class Arrays2d {
    private Arrays2d() {}

    static INDArray vector(FloatTensor tensor) {
        return Nd4j.createFromArray(tensor.toArray());
    }

    static INDArray matrix(FloatTensor tensor) {
        return matrix(tensor.toArray(), tensor.rows(), tensor.columns());
    }

    static INDArray matrix(float[] values, long rows, long columns) {
        return Nd4j.createFromArray(values).reshape('c', rows, columns);
    }

    /** A copy of the values, row by row. */
    static float[] values(INDArray array) {
        INDArray plain = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
        return plain.reshape('c', new long[] {plain.length()}).toFloatVector();
    }
}
