package dev.thimble.pipeline.precision;

import dev.thimble.core.diag.QuantProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Matrices of 4 bits instead of 8: which, and what was given up for how much. Each matrix is measured by itself; those
 * whose noise at the logits grows the least for a byte saved have 4 bits, as many as it takes, unless they were named.
 *
 * @param asked bits of a weight in the mean, as they were asked for; where matrices were named, as they came to be
 * @param matrices in the order of the model
 * @param decibels signal to quantisation noise of the logits
 * @param decibelsWith8 with 8 bits for every matrix
 */
public record MatrixBits(MeanBits asked, List<Matrix> matrices, double decibels, double decibelsWith8) {
    /** Copies the list. */
    public MatrixBits {
        matrices = List.copyOf(matrices);
    }

    /**
     * A matrix.
     *
     * @param product whose it is
     * @param weights how many it has
     * @param bits of each in flash: 4 or 8
     * @param decibels of the logits where this matrix alone has 4 bits; absent where it cannot have them
     */
    public record Matrix(String product, long weights, int bits, Optional<Double> decibels) {
        /** Bytes of flash. */
        public long bytes() {
            return weights * bits / Byte.SIZE;
        }
    }

    /** Bytes of all matrices. */
    public long bytes() {
        return matrices.stream().mapToLong(Matrix::bytes).sum();
    }

    /** Bytes less than with 8 bits. */
    public long saved() {
        return matrices.stream().mapToLong(Matrix::weights).sum() - bytes();
    }

    /** The products whose matrices have 4 bits. */
    Set<String> products() {
        return matrices.stream()
                .filter(matrix -> matrix.bits() == NarrowWeights.BITS)
                .map(Matrix::product)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What is asked for, if anything: so many bits in the mean, or 4 for matrices that are named.
     *
     * @param options without those that are named
     * @param named products whose matrices are to have 4 bits
     * @param kept products whose matrices keep 8 bits, for they are trained on
     */
    static Optional<MatrixBits> of(Trials trials, QuantizerOptions options, Set<String> named, Set<String> kept) {
        if (!options.matrixBits().packs() && named.isEmpty()) {
            return Optional.empty();
        }
        MatrixCosts costs = MatrixCosts.of(trials, options, kept);
        named.stream().sorted().forEach(name -> check(name, trials.model(options), costs));
        return Optional.of(
                named.isEmpty()
                        ? of(trials, options, options.matrixBits(), costs, taken(costs, options.matrixBits()))
                        : of(trials, options, costs.mean(named), costs, named));
    }

    private static void check(String name, IntGraph graph, MatrixCosts costs) {
        List<String> all =
                MatrixCosts.products(graph).stream().map(IntNode::name).toList();
        if (!all.contains(name)) {
            throw new ThimbleException(QuantProblem.MATRIX_UNKNOWN
                    .at("--narrow-matrices", name)
                    .withHint("the model's matrices are " + String.join(", ", all)));
        }
        List<String> able = costs.each().stream().map(MatrixCosts.Cost::product).toList();
        if (!able.contains(name)) {
            throw new ThimbleException(QuantProblem.MATRIX_NOT_NARROW
                    .at("--narrow-matrices", name)
                    .withHint("leave it out; those that can have 4 bits are "
                            + all.stream().filter(able::contains).collect(Collectors.joining(", "))));
        }
    }

    private static MatrixBits of(
            Trials trials, QuantizerOptions options, MeanBits asked, MatrixCosts costs, Set<String> taken) {
        List<Matrix> matrices = MatrixCosts.products(trials.model(options)).stream()
                .map(product -> matrix(product, costs, taken))
                .toList();
        return new MatrixBits(asked, matrices, trials.decibels(options.withNarrow(taken)), trials.decibels(options));
    }

    /** The first ones, until all matrices together have no more bits than are asked for. */
    private static Set<String> taken(MatrixCosts costs, MeanBits mean) {
        Set<String> taken = new LinkedHashSet<>();
        long left = costs.weights() * Byte.SIZE - mean.of(costs.weights());
        for (MatrixCosts.Cost cost : costs.each()) {
            if (left > 0) {
                taken.add(cost.product());
                left -= cost.weights() * (Byte.SIZE - NarrowWeights.BITS);
            }
        }
        return taken;
    }

    private static Matrix matrix(IntNode product, MatrixCosts costs, Set<String> taken) {
        return new Matrix(
                product.name(),
                MatrixCosts.weights(product),
                taken.contains(product.name()) ? NarrowWeights.BITS : Byte.SIZE,
                costs.each().stream()
                        .filter(cost -> cost.product().equals(product.name()))
                        .map(MatrixCosts.Cost::decibels)
                        .findFirst());
    }
}
