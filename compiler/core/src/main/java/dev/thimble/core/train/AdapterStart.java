package dev.thimble.core.train;

/**
 * What adapters begin with, the same on every device: the second matrix with 0, so that nothing changes yet, and the
 * first one with a random projection (Achlioptas 2003) whose results are about half as large as its inputs.
 */
final class AdapterStart {
    private AdapterStart() {}

    /** The weights of a matrix. */
    static int[] of(MatrixForm matrix) {
        int[] weights = new int[matrix.size()];
        int column = 0;
        for (Segment segment : matrix.segments()) {
            int size = size(matrix, segment);
            for (int end = column + segment.columns(); column < end; column++) {
                for (int at = column; at < weights.length; at += matrix.columns()) {
                    weights[at] = FreshHead.sign(at) * size;
                }
            }
        }
        return weights;
    }

    /** 1/2 over the root of the number of inputs, times a step of the input. */
    static int size(MatrixForm matrix, Segment segment) {
        if (matrix.format() != MatrixFormat.LOWERING) {
            return 0;
        }
        double size = segment.scale() / (2 * Math.sqrt(matrix.inputs()));
        return (int) Math.min(
                matrix.largestWeight(),
                Math.round(Math.scalb(size, matrix.format().fraction())));
    }
}
