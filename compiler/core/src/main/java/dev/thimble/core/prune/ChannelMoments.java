package dev.thimble.core.prune;

import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.pass.FirstRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Means and covariances of the channels of values, over rows of the float model's runs. */
final class ChannelMoments implements FloatObserver {
    /** Rows of one sequence that count, spread evenly over it. */
    private static final int ROWS = 16;

    private final Map<String, Sums> sums = new HashMap<>();
    private final Set<String> firstRows;

    private ChannelMoments(Graph graph, List<String> values) {
        firstRows = FirstRows.of(graph);
        values.forEach(
                value -> sums.put(value, new Sums(graph.node(value).shape().width())));
    }

    /** Runs the float model over sequences, in their order. */
    static ChannelMoments of(Graph graph, List<String> values, List<int[]> sequences) {
        ChannelMoments moments = new ChannelMoments(graph, values);
        OrderedExecutor executor = new OrderedExecutor(graph);
        sequences.forEach(ids -> executor.logits(ids, moments));
        return moments;
    }

    /** Those of one value. */
    Sums of(String value) {
        return sums.get(value);
    }

    @Override
    public void value(Node node, int rows, float[] values) {
        Sums sum = sums.get(node.name());
        if (sum == null) {
            return;
        }
        int count = firstRows.contains(node.name()) ? 1 : Math.min(rows, ROWS);
        for (int i = 0; i < count; i++) {
            sum.add(values, (int) ((long) i * rows / count));
        }
    }

    /** Sums of one value. */
    static final class Sums {
        private final int width;
        private final double[] first;
        private final double[][] second;
        private long count;

        private Sums(int width) {
            this.width = width;
            first = new double[width];
            second = new double[width][width];
        }

        private void add(float[] values, int row) {
            int start = row * width;
            for (int i = 0; i < width; i++) {
                double x = values[start + i];
                first[i] += x;
                for (int j = 0; j <= i; j++) {
                    second[i][j] += x * values[start + j];
                }
            }
            count++;
        }

        /** The mean of each channel. */
        double[] means() {
            double[] means = new double[width];
            for (int i = 0; i < width; i++) {
                means[i] = first[i] / count;
            }
            return means;
        }

        /** Mean products of what channels are off their means. */
        double[][] covariances() {
            double[] means = means();
            double[][] covariances = new double[width][width];
            for (int i = 0; i < width; i++) {
                for (int j = 0; j <= i; j++) {
                    covariances[i][j] = second[i][j] / count - means[i] * means[j];
                    covariances[j][i] = covariances[i][j];
                }
            }
            return covariances;
        }
    }
}
