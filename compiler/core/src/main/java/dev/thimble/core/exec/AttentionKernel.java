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
        FloatMatrix keys = key.transposedColumns(from, width);
        RowBlock scoring = keys.columns(0, keys.width());
        RowBlock mixing = value.columns(from, width);
        for (int row = 0; row < query.rows(); row++) {
            float[] weights = new float[key.rows()];
            scoring.addTimes(query.values(), query.at(row) + from, 0, width, weights, 0);
            softmax(weights);
            mixing.addTimes(weights, 0, 0, weights.length, result.values(), result.at(row) + from);
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
