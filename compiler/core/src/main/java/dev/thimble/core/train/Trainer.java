package dev.thimble.core.train;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a part of a model, example by example: the truth that the generated trainer is held to, bit for bit. Not
 * thread-safe.
 */
public final class Trainer {
    private final TrainerForm form;
    private final Map<String, TrainedMatrix> matrices = new LinkedHashMap<>();
    private int labels;

    private Trainer(TrainerForm form, int labels) {
        this.form = form;
        this.labels = labels;
    }

    /**
     * A trainer that goes on from a model's weights.
     *
     * @param graph whose head has the form's rows
     * @param labels of these rows, those that are labels already; rows behind them are 0
     */
    public static Trainer of(TrainerForm form, IntGraph graph, int labels) {
        Trainer trainer = new Trainer(form, labels);
        for (MatrixForm matrix : form.matrices()) {
            int[] weights = new MatrixRounding(matrix).unrounded(linear(graph, matrix));
            trainer.matrices.put(matrix.name(), new TrainedMatrix(matrix, weights));
        }
        return trainer;
    }

    private static IntOp.Linear linear(IntGraph graph, MatrixForm matrix) {
        return (IntOp.Linear) graph.node(matrix.name()).op();
    }

    /** Labels at present. */
    public int labels() {
        return labels;
    }

    /**
     * One label more; what it is known by is learned from examples.
     *
     * @throws IllegalStateException where there is no room for one
     */
    public void addLabel() {
        if (labels == form.head().rows()) {
            throw new IllegalStateException("no room for a label");
        }
        labels++;
    }

    /** What is trained. */
    public TrainerForm form() {
        return form;
    }

    /**
     * Sets all values under training; what was gathered of gradients is forgotten.
     *
     * @param parameters as many as there are
     */
    public void set(int[] parameters) {
        if (parameters.length != form.size()) {
            throw new IllegalArgumentException(parameters.length + " parameters of " + form.size());
        }
        int at = 0;
        for (TrainedMatrix matrix : matrices.values()) {
            matrix.set(parameters, at);
            at += matrix.weights().length;
        }
    }

    /** All values under training, matrix by matrix, row by row. */
    public int[] parameters() {
        return matrices.values().stream()
                .flatMapToInt(matrix -> Arrays.stream(matrix.weights()))
                .toArray();
    }

    /** One step on the mean gradient of some examples. */
    public void step(List<Example> batch, Rates rates) {
        matrices.values().forEach(matrix -> matrix.begin(rates, rows(matrix)));
        batch.forEach(example -> learn(example, batch.size()));
        matrices.values().forEach(matrix -> matrix.end(rates, rows(matrix)));
    }

    /**
     * One step on the mean gradient of an example and of some that are kept; then the example is kept.
     *
     * @param replayed kept examples of a step, as long as there are any
     */
    public void learn(Example example, Replay replay, int replayed, Rates rates) {
        List<Example> batch = new ArrayList<>(List.of(example));
        for (int i = 0; i < replayed && !replay.kept().isEmpty(); i++) {
            batch.add(replay.pick());
        }
        step(batch, rates);
        replay.keep(example);
    }

    private int rows(TrainedMatrix matrix) {
        return matrix.form().equals(form.head()) ? labels : matrix.form().rows();
    }

    private void learn(Example example, int batch) {
        Map<String, int[]> values = new HashMap<>();
        values.put(
                form.feature(),
                example.features().stream().mapToInt(Integer::intValue).toArray());
        Forward forward = new Forward(values);
        form.steps().forEach(step -> step.match(forward));
        int[] gradient = Softmax.gradient(forward.sums, example.label(), batch);
        Backward backward = new Backward(values, gradient);
        for (int at = form.steps().size() - 1; at >= 0; at--) {
            form.steps().get(at).match(backward);
        }
    }

    /** The label of the largest sum, the first where several are largest. */
    public int classify(List<Integer> features) {
        Map<String, int[]> values = new HashMap<>();
        values.put(form.feature(), features.stream().mapToInt(Integer::intValue).toArray());
        Forward forward = new Forward(values);
        form.steps().forEach(step -> step.match(forward));
        int best = 0;
        for (int label = 1; label < forward.sums.length; label++) {
            best = forward.sums[label] > forward.sums[best] ? label : best;
        }
        return best;
    }

    /** The model with what was learned, rounded to 8 bits again. */
    public IntGraph trained(IntGraph graph) {
        IntGraph trained = graph;
        for (TrainedMatrix matrix : matrices.values()) {
            IntNode node = trained.node(matrix.form().name());
            IntOp.Linear op = (IntOp.Linear) node.op();
            trained = trained.with(
                    node.withOp(new MatrixRounding(matrix.form()).rounded(op, matrix.weights(), rows(matrix))));
        }
        return trained;
    }

    /** Values by name, those of the frozen body first; at last the sums of the head. */
    private final class Forward implements TrainStep.Cases<int[]> {
        private final Map<String, int[]> values;
        private long[] sums = {};

        Forward(Map<String, int[]> values) {
            this.values = values;
        }

        @Override
        public int[] product(TrainStep.Product step) {
            TrainedMatrix matrix = matrices.get(step.name());
            sums = matrix.sums(matrix.centred(values.get(step.input())), rows(matrix));
            int[] result = new int[sums.length];
            for (int i = 0; i < result.length; i++) {
                int scaled = step.matrix()
                        .toResult()
                        .apply(Scaling.clamped(sums[i], Integer.MAX_VALUE), Integer.MAX_VALUE >> 1);
                result[i] = step.matrix()
                        .result()
                        .precision()
                        .saturate((long) scaled + step.matrix().result().zeroPoint());
            }
            values.put(step.name(), result);
            return result;
        }

        @Override
        public int[] activation(TrainStep.Activation step) {
            int[] result = Arrays.stream(values.get(step.input()))
                    .map(x -> step.table().at(x - Byte.MIN_VALUE))
                    .toArray();
            values.put(step.name(), result);
            return result;
        }
    }

    /** From the gradient of a step's result to that of its input; matrices gather theirs on the way. */
    private final class Backward implements TrainStep.Cases<int[]> {
        private final Map<String, int[]> values;
        private int[] gradient;

        Backward(Map<String, int[]> values, int[] gradient) {
            this.values = values;
            this.gradient = gradient;
        }

        @Override
        public int[] product(TrainStep.Product step) {
            TrainedMatrix matrix = matrices.get(step.name());
            int[] back = step.input().equals(form.feature()) ? new int[0] : matrix.back(gradient);
            matrix.accumulate(gradient, matrix.centred(values.get(step.input())));
            gradient = back;
            return gradient;
        }

        @Override
        public int[] activation(TrainStep.Activation step) {
            int[] inputs = values.get(step.input());
            for (int i = 0; i < gradient.length; i++) {
                long product = (long) gradient[i] * step.slope().at(inputs[i] - Byte.MIN_VALUE);
                gradient[i] = Scaling.clamped(
                        Scaling.rounded(product, TrainStep.Activation.SLOPE_FRACTION), MatrixForm.LARGEST_GRADIENT);
            }
            return gradient;
        }
    }
}
