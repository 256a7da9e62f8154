package dev.thimble.core.quant;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values the columns of a matrix product's inputs have together: sums of x_i · x_j over rows, by inputs. Products
 * of the same inputs share them.
 */
public final class InputMoments implements FloatObserver {
    /** Rows of one sequence that count, spread evenly over it. */
    private static final int ROWS = 16;

    private final Map<String, List<String>> inputs = new HashMap<>();
    private final Map<List<String>, double[][]> sums = new HashMap<>();
    private final Map<String, float[]> current = new HashMap<>();
    private final Set<List<String>> counted = new HashSet<>();
    private final Set<String> read = new HashSet<>();

    private InputMoments(Graph graph) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Linear) {
                int width = node.inputs().stream()
                        .mapToInt(input -> graph.node(input).shape().width())
                        .sum();
                inputs.put(node.name(), node.inputs());
                sums.computeIfAbsent(node.inputs(), missing -> new double[width][width]);
                read.addAll(node.inputs());
            }
        }
    }

    /** Runs the float model over sequences, in their order. */
    public static InputMoments of(Graph graph, FloatExecutor executor, Iterable<int[]> sequences) {
        InputMoments moments = new InputMoments(graph);
        for (int[] ids : sequences) {
            moments.counted.clear();
            executor.logits(ids, moments);
        }
        return moments;
    }

    /** Σ x_i · x_j for the columns i and j of a product's inputs side by side; callers do not change it. */
    double[][] of(String product) {
        return sums.get(inputs.get(product));
    }

    @Override
    public void value(Node node, int rows, float[] values) {
        List<String> operands = inputs.get(node.name());
        if (operands != null && counted.add(operands)) {
            add(operands, rows);
        }
        if (read.contains(node.name())) {
            current.put(node.name(), values.clone());
        }
    }

    private void add(List<String> operands, int rows) {
        double[][] sum = sums.get(operands);
        int count = Math.min(rows, ROWS);
        for (int i = 0; i < count; i++) {
            add(row(operands, rows, (int) ((long) i * rows / count)), sum);
        }
    }

    private double[] row(List<String> operands, int rows, int row) {
        List<Double> side = new ArrayList<>();
        for (String operand : operands) {
            float[] values = current.get(operand);
            int width = values.length / rows;
            for (int column = 0; column < width; column++) {
                side.add((double) values[row * width + column]);
            }
        }
        return side.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void add(double[] row, double[][] sum) {
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < row.length; j++) {
                sum[i][j] += row[i] * row[j];
            }
        }
    }
}
