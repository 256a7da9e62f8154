package dev.thimble.core.train;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Trains a part of a model, example by example: the truth that the generated trainer is held to, bit for bit. Not
 * thread-safe.
 */
public final class Trainer {
    private final TrainerForm form;
    private final PartState state;
    private int labels;

    private Trainer(TrainerForm form, PartState state, int labels) {
        this.form = form;
        this.state = state;
        this.labels = labels;
    }

    /**
     * A trainer that goes on from a model's weights.
     *
     * @param graph whose head has the form's rows; adapters begin anew
     * @param labels of these rows, those that are labels already; rows behind them are 0
     */
    public static Trainer of(TrainerForm form, IntGraph graph, int labels) {
        return new Trainer(form, PartState.of(form, graph), labels);
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
        for (TrainedMatrix matrix : state.matrices()) {
            matrix.set(parameters, at);
            at += matrix.weights().length;
        }
    }

    /** All values under training, matrix by matrix, row by row. */
    public int[] parameters() {
        return state.matrices().stream()
                .flatMapToInt(matrix -> Arrays.stream(matrix.weights()))
                .toArray();
    }

    /**
     * Holds some matrices as they are and goes on with all others; what held ones had gathered of gradients is forgotten.
     *
     * @param names of matrices under training
     */
    public void hold(Set<String> names) {
        state.matrices()
                .forEach(matrix -> matrix.hold(names.contains(matrix.form().name())));
    }

    /** One step on the mean gradient of some examples. */
    public void step(List<Example> batch, Rates rates) {
        state.matrices().forEach(matrix -> matrix.begin(rates, rows(matrix)));
        batch.forEach(example -> learn(example, batch.size()));
        state.matrices().forEach(matrix -> matrix.end(rates, rows(matrix)));
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
        ForwardPass forward = forward(example.features());
        int[] gradient = Softmax.gradient(forward.sums(), example.label(), batch);
        new BackwardPass(form, state, forward.values(), gradient).run();
    }

    private ForwardPass forward(List<Integer> features) {
        return ForwardPass.of(form, state, labels, features);
    }

    /** The label of the largest sum, the first where several are largest. */
    public int classify(List<Integer> features) {
        long[] sums = forward(features).sums();
        int best = 0;
        for (int label = 1; label < sums.length; label++) {
            best = sums[label] > sums[best] ? label : best;
        }
        return best;
    }

    /** The model with what was learned, rounded to 8 bits again. */
    public IntGraph trained(IntGraph graph) {
        IntGraph trained = graph;
        for (TrainStep step : form.steps()) {
            IntNode node = graph.node(step.name());
            trained = trained.with(step.match(new RoundedStep(form, state, labels, node)));
        }
        return trained;
    }
}
