package dev.thimble.core.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values by name, those of the frozen body first; at last the sums of the head. */
final class ForwardPass implements TrainStep.Cases<int[]> {
    private final TrainerForm form;
    private final PartState state;
    private final int labels;
    private final Map<String, int[]> values = new HashMap<>();
    private long[] sums = {};

    private ForwardPass(TrainerForm form, PartState state, int labels) {
        this.form = form;
        this.state = state;
        this.labels = labels;
    }

    /** The pass over all steps from some features, side by side. */
    static ForwardPass of(TrainerForm form, PartState state, int labels, List<Integer> features) {
        ForwardPass pass = new ForwardPass(form, state, labels);
        int[] all = features.stream().mapToInt(Integer::intValue).toArray();
        int at = 0;
        for (Feature feature : form.features()) {
            pass.values.put(feature.name(), Arrays.copyOfRange(all, at, at += feature.width()));
        }
        form.steps().forEach(step -> pass.values.put(step.name(), step.match(pass)));
        return pass;
    }

    /** All values. */
    Map<String, int[]> values() {
        return values;
    }

    /** Those of the logits, with 24 fractional bits. */
    long[] sums() {
        return sums;
    }

    @Override
    public int[] product(TrainStep.Product step) {
        TrainedMatrix matrix = state.matrix(step.matrix());
        int rows = step.matrix().equals(form.head()) ? labels : step.matrix().rows();
        sums = matrix.sums(matrix.centred(values.get(step.input())), rows);
        return results(step.matrix(), sums);
    }

    @Override
    public int[] adapted(TrainStep.Adapted step) {
        return results(step.matrix(), state.adapted(step).sums(values.get(step.input())));
    }

    private static int[] results(MatrixForm matrix, long[] sums) {
        int[] results = new int[sums.length];
        for (int i = 0; i < results.length; i++) {
            int scaled = matrix.toResult().apply(Scaling.clamped(sums[i], Integer.MAX_VALUE), Integer.MAX_VALUE >> 1);
            results[i] = matrix.result()
                    .precision()
                    .saturate((long) scaled + matrix.result().zeroPoint());
        }
        return results;
    }

    @Override
    public int[] activation(TrainStep.Activation step) {
        return Arrays.stream(values.get(step.input()))
                .map(x -> step.table().at(x - Byte.MIN_VALUE))
                .toArray();
    }

    @Override
    public int[] fixed(TrainStep.Fixed step) {
        return state.inferred(step, values);
    }

    @Override
    public int[] norm(TrainStep.Norm step) {
        return state.inferred(step, values);
    }

    @Override
    public int[] sum(TrainStep.Sum step) {
        return state.inferred(step, values);
    }

    @Override
    public int[] first(TrainStep.First step) {
        return state.inferred(step, values);
    }
}
