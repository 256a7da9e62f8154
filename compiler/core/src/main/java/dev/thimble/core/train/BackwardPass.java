package dev.thimble.core.train;

import java.util.List;
import java.util.Map;

/** From the gradient of a step's result to that of its inputs; matrices gather theirs on the way. */
final class BackwardPass implements TrainStep.Cases<int[]> {
    /** The gradient of what nobody trains. */
    private static final int[] NOWHERE = {};

    private final TrainerForm form;
    private final PartState state;
    private final Map<String, int[]> values;
    private final Gradients gradients = new Gradients();

    /** A pass that begins with the gradient of the last step's result. */
    BackwardPass(TrainerForm form, PartState state, Map<String, int[]> values, int[] gradient) {
        this.form = form;
        this.state = state;
        this.values = values;
        gradients.add(form.head().name(), gradient);
    }

    /** Goes through all steps, from the last to the first. */
    void run() {
        List<TrainStep> steps = form.steps();
        for (int at = steps.size() - 1; at >= 0; at--) {
            TrainStep step = steps.get(at);
            int[] back = step.match(this);
            step.inputs().stream().filter(input -> !form.isFeature(input)).forEach(input -> gradients.add(input, back));
        }
    }

    @Override
    public int[] product(TrainStep.Product step) {
        int[] gradient = gradients.of(step.name());
        TrainedMatrix matrix = state.matrix(step.matrix());
        matrix.accumulate(gradient, matrix.centred(values.get(step.input())));
        return form.isFeature(step.input()) ? NOWHERE : matrix.back(gradient);
    }

    @Override
    public int[] adapted(TrainStep.Adapted step) {
        int[] gradient = gradients.of(step.name());
        AdaptedMatrix matrix = state.adapted(step);
        matrix.accumulate(gradient, values.get(step.input()));
        return matrix.back(gradient);
    }

    @Override
    public int[] fixed(TrainStep.Fixed step) {
        return state.frozen(step.matrix()).back(gradients.of(step.name()));
    }

    @Override
    public int[] activation(TrainStep.Activation step) {
        int[] gradient = gradients.of(step.name());
        int[] inputs = values.get(step.input());
        int[] back = new int[gradient.length];
        for (int i = 0; i < back.length; i++) {
            long product = (long) gradient[i] * step.slope().at(inputs[i] - Byte.MIN_VALUE);
            back[i] = Scaling.clamped(
                    Scaling.rounded(product, TrainStep.Activation.SLOPE_FRACTION), MatrixForm.LARGEST_GRADIENT);
        }
        return back;
    }

    @Override
    public int[] norm(TrainStep.Norm step) {
        return state.norm(step).back(gradients.of(step.name()), values.get(step.input()));
    }

    @Override
    public int[] sum(TrainStep.Sum step) {
        return gradients.of(step.name());
    }

    @Override
    public int[] first(TrainStep.First step) {
        return gradients.of(step.name());
    }
}
