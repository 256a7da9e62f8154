package dev.thimble.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is trained, and on what: the steps from the features, which the frozen body computes, to the logits.
 *
 * @param part of the model
 * @param feature the value that the first step reads: one row of 8-bit integers
 * @param features its columns
 * @param steps in the order of inference; the last one is a product and gives the logits
 */
public record TrainerForm(TrainablePart part, String feature, int features, List<TrainStep> steps) {
    /** Copies the list. */
    public TrainerForm {
        steps = List.copyOf(steps);
    }

    /** The matrices under training, in the order of their values in the vector that a fleet exchanges. */
    public List<MatrixForm> matrices() {
        return steps.stream()
                .filter(TrainStep.Product.class::isInstance)
                .map(step -> ((TrainStep.Product) step).matrix())
                .toList();
    }

    /** The matrix of the logits: it has a row for each label. */
    public MatrixForm head() {
        List<MatrixForm> matrices = matrices();
        return matrices.get(matrices.size() - 1);
    }

    /** Whether rates are not too large for the scales of what is multiplied. */
    public boolean accepts(Rates rates) {
        return matrices().stream()
                .flatMap(matrix -> matrix.segments().stream())
                .allMatch(segment -> StepSizes.fit(segment, rates));
    }

    /** The same with room for so many labels. */
    public TrainerForm withLabels(int labels) {
        List<TrainStep> resized = new ArrayList<>(steps.subList(0, steps.size() - 1));
        MatrixForm head = head();
        MatrixForm roomier = new MatrixForm(head.name(), labels, head.segments(), head.result());
        resized.add(new TrainStep.Product(steps.get(steps.size() - 1).input(), roomier));
        return new TrainerForm(part, feature, features, resized);
    }

    /** What its values mean, as a text: part, and of each matrix its name, rows and columns. */
    public String layout() {
        return part.word() + "\n"
                + matrices().stream()
                        .map(matrix -> matrix.name() + " " + matrix.rows() + " " + matrix.columns() + "\n")
                        .collect(Collectors.joining());
    }

    /** Values under training. */
    public int size() {
        return matrices().stream().mapToInt(MatrixForm::size).sum();
    }
}
