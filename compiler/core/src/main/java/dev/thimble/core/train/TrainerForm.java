package dev.thimble.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is trained, and on what: the steps from the features, which the frozen body computes, to the logits.
 *
 * @param part of the model
 * @param features what the steps read of the frozen body, in the order in which they are kept, side by side
 * @param steps in the order of inference; the last one is a product and gives the logits
 */
public record TrainerForm(TrainablePart part, List<Feature> features, List<TrainStep> steps) {
    /** Copies the lists. */
    public TrainerForm {
        features = List.copyOf(features);
        steps = List.copyOf(steps);
    }

    /** The values that the steps make: nothing else of a model follows from them. */
    public Set<String> values() {
        return steps.stream().map(TrainStep::name).collect(Collectors.toUnmodifiableSet());
    }

    /** The matrices under training, in the order of their values in the vector that a fleet exchanges. */
    public List<MatrixForm> matrices() {
        return steps.stream().flatMap(step -> step.trained().stream()).toList();
    }

    /** The matrices of inference that change when what was learned is rounded, by the names of their nodes. */
    public List<MatrixForm> rounded() {
        return steps.stream().flatMap(step -> step.rounded().stream()).toList();
    }

    /** Columns of all features. */
    public int width() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** Whether a value is one of the features. */
    public boolean isFeature(String value) {
        return features.stream().anyMatch(feature -> feature.name().equals(value));
    }

    /** The matrix of the logits: it has a row for each label. */
    public MatrixForm head() {
        List<MatrixForm> matrices = matrices();
        return matrices.get(matrices.size() - 1);
    }

    /** Whether some of the matrices can be held while others are trained. */
    public boolean isHoldable() {
        return matrices().size() > 1;
    }

    /** A bit for each of some matrices under training, as the C takes them. */
    public int bits(Set<String> names) {
        List<MatrixForm> matrices = matrices();
        return IntStream.range(0, matrices.size())
                .filter(place -> names.contains(matrices.get(place).name()))
                .map(place -> 1 << place)
                .sum();
    }

    /** Whether rates are not too large for the scales of what is multiplied. */
    public boolean accepts(Rates rates) {
        return matrices().stream()
                .allMatch(matrix ->
                        matrix.segments().stream().allMatch(segment -> StepSizes.fit(segment, matrix.format(), rates)));
    }

    /** The same with room for so many labels. */
    public TrainerForm withLabels(int labels) {
        List<TrainStep> resized = new ArrayList<>(steps.subList(0, steps.size() - 1));
        MatrixForm head = head();
        MatrixForm roomier = new MatrixForm(head.name(), head.format(), labels, head.segments(), head.result());
        resized.add(new TrainStep.Product(steps.get(steps.size() - 1).inputs().get(0), roomier));
        return new TrainerForm(part, features, resized);
    }

    /** What its values mean, as a text: part, and of each matrix its name, rows and columns. */
    public String layout() {
        return PersonalPart.NOTHING.leaves(this).layout();
    }

    /** Values under training. */
    public int size() {
        return matrices().stream().mapToInt(MatrixForm::size).sum();
    }
}
