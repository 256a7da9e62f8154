package dev.thimble.testing;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.EmbeddingRows;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Rows;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The float graph by its definitions, in double precision, one value after the other. */
public record DoubleExecutor(Graph graph) implements FloatExecutor {

    @Override
    public float[] logits(int[] ids) {
        return logits(ids, (node, rows, values) -> {});
    }

    @Override
    public float[] logits(int[] ids, FloatObserver observer) {
        Map<String, double[][]> values = new HashMap<>();
        float[] last = {};
        for (Node node : graph.nodes()) {
            List<double[][]> inputs = node.inputs().stream().map(values::get).toList();
            int rows = node.shape().rows() == Rows.ONE ? 1 : ids.length;
            double[][] out = new double[rows][node.shape().width()];
            node.op().match(new Run(ids, inputs, out));
            values.put(node.name(), out);
            last = flat(out);
            observer.value(node, rows, last);
        }
        return last;
    }

    private static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    private interface Cell {
        double at(int row, int column);
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one node of one run
    private record Run(int[] ids, List<double[][]> in, double[][] out) implements Op.Cases<Void> {
        private Void fill(Cell cell) {
            for (int row = 0; row < out.length; row++) {
                for (int column = 0; column < out[row].length; column++) {
                    out[row][column] = cell.at(row, column);
                }
            }
            return null;
        }

        private double[][] x() {
            return in.get(0);
        }

        @Override
        public Void embedding(Op.Embedding op) {
            int[] rows = EmbeddingRows.of(op.source(), ids);
            return fill((row, column) -> op.table().at(rows[row], column));
        }

        @Override
        public Void linear(Op.Linear op) {
            return fill((row, column) -> {
                double sum = op.bias().at(column);
                int i = 0;
                for (double[][] one : in) {
                    for (double value : one[row]) {
                        sum += value * op.weight().at(column, i++);
                    }
                }
                return sum;
            });
        }

        @Override
        public Void layerNorm(Op.LayerNorm op) {
            for (int row = 0; row < out.length; row++) {
                double mean = mean(x()[row]);
                double[] centred = x()[row].clone();
                for (int i = 0; i < centred.length; i++) {
                    centred[i] -= mean;
                }
                scale(centred, op.gain(), op.epsilon(), row);
                for (int i = 0; i < centred.length; i++) {
                    out[row][i] += op.bias().at(i);
                }
            }
            return null;
        }

        @Override
        public Void rmsNorm(Op.RmsNorm op) {
            for (int row = 0; row < out.length; row++) {
                scale(x()[row], op.gain(), op.epsilon(), row);
            }
            return null;
        }

        private static double mean(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum / values.length;
        }

        private void scale(double[] values, FloatTensor gain, double epsilon, int row) {
            double squares = 0;
            for (double value : values) {
                squares += value * value;
            }
            double factor = 1 / Math.sqrt(squares / values.length + epsilon);
            for (int i = 0; i < values.length; i++) {
                out[row][i] = values[i] * factor * gain.at(i);
            }
        }

        @Override
        public Void attention(Op.Attention op) {
            int headWidth = out[0].length / op.heads();
            return fill((row, column) -> weighted(weights(row, column / headWidth * headWidth, headWidth, op), column));
        }

        private double[] weights(int row, int from, int count, Op.Attention op) {
            double[] scores = new double[in.get(1).length];
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < scores.length; j++) {
                for (int i = from; i < from + count; i++) {
                    scores[j] += op.scale() * x()[row][i] * in.get(1)[j][i];
                }
                largest = Math.max(largest, scores[j]);
            }
            for (int j = 0; j < scores.length; j++) {
                scores[j] = Math.exp(scores[j] - largest);
            }
            return scores;
        }

        private double weighted(double[] weights, int column) {
            double sum = 0;
            double total = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * in.get(2)[j][column];
                total += weights[j];
            }
            return sum / total;
        }

        @Override
        public Void depthwiseConv1d(Op.DepthwiseConv1d op) {
            int taps = op.weight().columns();
            int group = out[0].length / x()[0].length;
            return fill((row, column) -> {
                double sum = op.bias().at(column);
                for (int i = 0; i < taps && i <= row; i++) {
                    sum += op.weight().at(column, taps - 1 - i) * x()[row - i][column / group];
                }
                return sum;
            });
        }

        @Override
        public Void activation(Op.Activation op) {
            return fill((row, column) -> Activations.apply(op.kind(), x()[row][column]));
        }

        @Override
        public Void add(Op.Add op) {
            return sum(Collections.nCopies(in.size(), 1.0));
        }

        @Override
        public Void weightedSum(Op.WeightedSum op) {
            return sum(op.coefficients());
        }

        private Void sum(List<Double> coefficients) {
            return fill((row, column) -> {
                double sum = 0;
                for (int i = 0; i < in.size(); i++) {
                    sum += coefficients.get(i) * in.get(i)[row][column];
                }
                return sum;
            });
        }

        @Override
        public Void pool(Op.Pool op) {
            return fill((row, column) -> x()[0][column]);
        }
    }
}
