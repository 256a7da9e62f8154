package dev.thimble.core.exec;

import dev.thimble.core.ir.Op;
import java.util.List;

/** Softmax attention, head by head and row by row. */
final class AttentionKernel implements FloatKernel {
    private final int heads;
    private final double scale;

    AttentionKernel(Op.Attention op) {
        heads = op.heads();
        scale = op.scale();
    }

    @Override
    public FloatMatrix run(int[] ids, List<FloatMatrix> inputs) {
        FloatMatrix query = inputs.get(0);
        FloatMatrix result = FloatMatrix.zeros(query.rows(), query.width());
        int width = query.width() / heads;
        for (int head = 0; head < heads; head++) {
            head(query, inputs.get(1), inputs.get(2), head * width, width, result);
        }
        return result;
    }

    private void head(FloatMatrix query, FloatMatrix key, FloatMatrix value, int from, int width, FloatMatrix result) {
        RowBlock keys = RowBlock.ofColumns(key.transposedColumns(from, width), 0, key.rows());
        RowBlock values = RowBlock.ofColumns(value, from, width);
        for (int row = 0; row < query.rows(); row++) {
            float[] weights = new float[key.rows()];
            keys.addTimes(query.values(), query.at(row) + from, 0, width, weights);
            softmax(weights);
            float[] mixed = new float[width];
            values.addTimes(weights, 0, 0, weights.length, mixed);
            result.put(row, from, mixed);
        }
    }

    private void softmax(float[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            largest = Math.max(largest, scale * score);
        }
        double[] powers = new double[scores.length];
        double total = 0;
        for (int j = 0; j < scores.length; j++) {
            powers[j] = StrictMath.exp(scale * scores[j] - largest);
            total += powers[j];
        }
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) (powers[j] / total);
        }
    }
}
