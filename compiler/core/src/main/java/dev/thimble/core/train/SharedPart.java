package dev.thimble.core.train;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The values under training that a fleet exchanges, where other ones stay on the devices (partially local learning:
 * Singhal et al. 2021, arXiv 2102.03448). The shared vector has the shared matrices side by side, in their order.
 *
 * @param form of the training
 * @param personal the names of the matrices that stay
 */
public record SharedPart(TrainerForm form, Set<String> personal) {
    /** Copies the set. */
    public SharedPart {
        personal = Set.copyOf(personal);
    }

    /** The matrices that are exchanged. */
    private List<MatrixForm> matrices() {
        return form.matrices().stream().filter(this::isShared).toList();
    }

    private boolean isShared(MatrixForm matrix) {
        return !personal.contains(matrix.name());
    }

    /** The names of the matrices that are exchanged. */
    public Set<String> names() {
        return matrices().stream().map(MatrixForm::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Values that are exchanged. */
    public int size() {
        return matrices().stream().mapToInt(MatrixForm::size).sum();
    }

    /** What the values that are exchanged mean, as a text: it tells nothing of those that stay. */
    public String layout() {
        return form.part().word() + "\n"
                + matrices().stream()
                        .map(matrix -> matrix.name() + " " + matrix.rows() + " " + matrix.columns() + "\n")
                        .collect(Collectors.joining());
    }

    /**
     * The values that are exchanged.
     *
     * @param parameters all values under training
     */
    public int[] of(int[] parameters) {
        int[] shared = new int[size()];
        stretches((matrix, stretch) ->
                System.arraycopy(parameters, stretch.parameter(), shared, stretch.shared(), matrix.size()));
        return shared;
    }

    /**
     * All values under training with others in the place of those that are exchanged.
     *
     * @param parameters of which those that stay are taken
     * @param shared as many as are exchanged
     */
    public int[] joined(int[] parameters, int[] shared) {
        int[] joined = parameters.clone();
        stretches((matrix, stretch) ->
                System.arraycopy(shared, stretch.shared(), joined, stretch.parameter(), matrix.size()));
        return joined;
    }

    /** Where a shared matrix begins among all values, and among those that are exchanged. */
    private record Stretch(int parameter, int shared) {}

    private void stretches(BiConsumer<MatrixForm, Stretch> with) {
        int parameter = 0;
        int shared = 0;
        for (MatrixForm matrix : form.matrices()) {
            if (isShared(matrix)) {
                with.accept(matrix, new Stretch(parameter, shared));
                shared += matrix.size();
            }
            parameter += matrix.size();
        }
    }
}
