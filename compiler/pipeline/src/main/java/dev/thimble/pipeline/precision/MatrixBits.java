package dev.thimble.pipeline.precision;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Matrices of 4 bits instead of 8: which, and what was given up for how much. Each matrix is measured by itself; those
 * whose noise at the logits grows the least for a byte saved have 4 bits, as many as it takes.
 *
 * @param asked bits of a weight that were asked for
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

    /** A product whose matrix can have 4 bits, and the logits' noise to signal that this adds. */
    private record Candidate(String product, long weights, double decibels, double noise) {
        double noiseByWeight() {
            return noise / weights;
        }
    }

    /**
     * What the options ask for, if anything.
     *
     * @param kept products whose matrices keep 8 bits, for they are trained on
     */
    static Optional<MatrixBits> of(Trials trials, QuantizerOptions options, Set<String> kept) {
        if (!options.matrixBits().packs()) {
            return Optional.empty();
        }
        double whole = trials.decibels(options);
        List<IntNode> products = products(trials.model(options));
        List<Candidate> candidates = products.stream()
                .filter(product -> !kept.contains(product.name()))
                .flatMap(product -> candidate(trials, options, product, whole).stream())
                .sorted(Comparator.comparingDouble(Candidate::noiseByWeight))
                .toList();
        List<Candidate> taken = taken(candidates, weights(products), options.matrixBits());
        List<Matrix> matrices = products.stream()
                .map(product -> matrix(product, candidates, taken))
                .toList();
        MatrixBits bits = new MatrixBits(options.matrixBits(), matrices, whole, whole);
        double decibels = trials.decibels(options.withNarrow(bits.products()));
        return Optional.of(new MatrixBits(options.matrixBits(), matrices, decibels, whole));
    }

    private static List<IntNode> products(IntGraph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof IntOp.Linear)
                .toList();
    }

    private static long weights(List<IntNode> products) {
        return products.stream().mapToLong(MatrixBits::weights).sum();
    }

    private static long weights(IntNode product) {
        return ((IntOp.Linear) product.op()).weight().size();
    }

    private static Optional<Candidate> candidate(
            Trials trials, QuantizerOptions options, IntNode product, double whole) {
        QuantizerOptions alone = options.withNarrow(Set.of(product.name()));
        IntOp.Linear op =
                (IntOp.Linear) trials.model(alone).node(product.name()).op();
        if (!op.isNarrow()) {
            return Optional.empty();
        }
        double decibels = trials.decibels(alone);
        return Optional.of(new Candidate(product.name(), weights(product), decibels, noise(decibels) - noise(whole)));
    }

    /** Noise over signal. */
    private static double noise(double decibels) {
        return StrictMath.pow(10, -decibels / 10);
    }

    /** The first ones, until all matrices together have no more bits than are asked for. */
    private static List<Candidate> taken(List<Candidate> candidates, long weights, MeanBits mean) {
        List<Candidate> taken = new ArrayList<>();
        long left = weights * Byte.SIZE - mean.of(weights);
        for (Candidate candidate : candidates) {
            if (left > 0) {
                taken.add(candidate);
                left -= candidate.weights * (Byte.SIZE - NarrowWeights.BITS);
            }
        }
        return taken;
    }

    private static Matrix matrix(IntNode product, List<Candidate> candidates, List<Candidate> taken) {
        boolean narrow = taken.stream().anyMatch(candidate -> candidate.product.equals(product.name()));
        return new Matrix(
                product.name(),
                weights(product),
                narrow ? NarrowWeights.BITS : Byte.SIZE,
                candidates.stream()
                        .filter(candidate -> candidate.product.equals(product.name()))
                        .map(Candidate::decibels)
                        .findFirst());
    }
}
