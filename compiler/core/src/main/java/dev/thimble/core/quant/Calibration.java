package dev.thimble.core.quant;

import dev.thimble.core.diag.QuantProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.GraphTensors;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the float model's values look like on real input, by node. */
public final class Calibration implements FloatObserver {
    private final Map<String, ValueStatistics> values;
    private final Map<String, RowSample> samples;
    private final ConstantScales constants;
    private final Optional<InputMoments> moments;

    private Calibration(
            Map<String, ValueStatistics> values,
            Map<String, RowSample> samples,
            ConstantScales constants,
            Optional<InputMoments> moments) {
        this.values = values;
        this.samples = samples;
        this.constants = constants;
        this.moments = moments;
    }

    private Calibration(Graph graph, ConstantScales constants) {
        this(new HashMap<>(), new HashMap<>(), constants, Optional.empty());
        for (Node node : graph.nodes()) {
            int width = node.shape().width();
            values.put(node.name(), new ValueStatistics(width));
            if (node.op() instanceof Op.Activation) {
                samples.put(node.inputs().get(0), new RowSample(width));
            }
        }
    }

    /**
     * Runs the float model over sequences and keeps what its values look like.
     *
     * @param inputs at least one sequence of token ids
     * @throws ThimbleException when a constant or a value is not finite: THM-0303, THM-0304
     */
    public static Calibration of(Graph graph, FloatExecutor executor, Iterable<int[]> inputs) {
        return of(graph, executor, inputs, new ConstantScales());
    }

    /** The same; what is found for constants is kept where other calibrations may have found it before. */
    public static Calibration of(
            Graph graph, FloatExecutor executor, Iterable<int[]> inputs, ConstantScales constants) {
        for (FloatTensor tensor : GraphTensors.of(graph)) {
            if (!isFinite(tensor.toArray())) {
                throw new ThimbleException(QuantProblem.CONSTANT_NOT_FINITE.at(tensor.name()));
            }
        }
        Calibration calibration = new Calibration(graph, constants);
        inputs.forEach(ids -> executor.logits(ids, calibration));
        return calibration;
    }

    /** The same with what matrices in 4 bits are rounded with; the moments must be those of this very graph. */
    public Calibration with(InputMoments seen) {
        return new Calibration(values, samples, constants, Optional.of(seen));
    }

    @Override
    public void value(Node node, int rows, float[] row) {
        if (!isFinite(row)) {
            throw new ThimbleException(QuantProblem.VALUE_NOT_FINITE.at(node.name()));
        }
        values.get(node.name()).add(row, rows);
        Optional.ofNullable(samples.get(node.name())).ifPresent(sample -> sample.add(row, rows));
    }

    /** What searches found for the graph's constants. */
    ConstantScales constants() {
        return constants;
    }

    /**
     * Moments of a product's inputs.
     *
     * @throws IllegalStateException if none were seen
     */
    double[][] moments(String product) {
        return moments.orElseThrow(() -> new IllegalStateException("matrices of 4 bits need moments"))
                .of(product);
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Rows of a value that an activation reads. */
    public RowSample sample(String node) {
        return samples.get(node);
    }

    /** The statistics of one node's value. */
    public ValueStatistics of(String node) {
        return values.get(node);
    }
}
