package dev.thimble.pipeline.precision;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What matrices in 4 bits cost the logits, one by one. Everything else is in 8 bits, so that no other noise hides what is
 * measured, and the same costs hold whatever becomes of the token embeddings.
 *
 * @param weights of all matrices, those among them that keep 8 bits
 * @param each of those that can have 4 bits, the cheapest for a byte first
 */
public record MatrixCosts(long weights, List<Cost> each) {
    /** Copies the list. */
    public MatrixCosts {
        each = List.copyOf(each);
    }

    /**
     * A matrix.
     *
     * @param product whose it is
     * @param weights how many it has
     * @param decibels of the logits where this matrix alone has 4 bits
     * @param noise what that adds to the logits' noise, as a share of their signal; less than 0 where they are better so
     */
    public record Cost(String product, long weights, double decibels, double noise) {
        private double noiseByWeight() {
            return noise / weights;
        }
    }

    /**
     * Measures them.
     *
     * @param kept products whose matrices keep 8 bits, for they are trained on
     */
    static MatrixCosts of(Trials trials, QuantizerOptions options, Set<String> kept) {
        QuantizerOptions whole = options.withEmbeddingBits(MeanBits.ALL).withNarrow(Set.of());
        List<IntNode> products = products(trials.model(whole));
        return new MatrixCosts(
                products.stream().mapToLong(MatrixCosts::weights).sum(),
                products.stream()
                        .filter(product -> !kept.contains(product.name()))
                        .flatMap(product -> cost(trials, whole, product).stream())
                        .sorted(Comparator.comparingDouble(Cost::noiseByWeight))
                        .toList());
    }

    /** Bits of a weight in the mean where these have 4, rounded up to hundredths. */
    MeanBits mean(Set<String> narrow) {
        return mean(each.stream()
                .filter(cost -> narrow.contains(cost.product()))
                .mapToLong(Cost::weights)
                .sum());
    }

    /** The same where so many weights have 4. */
    public MeanBits mean(long narrow) {
        long bits = weights * Byte.SIZE - narrow * (Byte.SIZE - NarrowWeights.BITS);
        return weights == 0 ? MeanBits.ALL : new MeanBits((int) ((100 * bits + weights - 1) / weights));
    }

    static List<IntNode> products(IntGraph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof IntOp.Linear)
                .toList();
    }

    static long weights(IntNode product) {
        return ((IntOp.Linear) product.op()).weight().size();
    }

    private static Optional<Cost> cost(Trials trials, QuantizerOptions whole, IntNode product) {
        QuantizerOptions alone = whole.withNarrow(Set.of(product.name()));
        IntOp.Linear op =
                (IntOp.Linear) trials.model(alone).node(product.name()).op();
        return op.isNarrow()
                ? Optional.of(
                        new Cost(product.name(), weights(product), trials.decibels(alone), trials.noise(alone, whole)))
                : Optional.empty();
    }
}
