package dev.thimble.it;

import dev.thimble.core.target.CostTable;
import dev.thimble.core.target.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prices of work that explain what was measured: least squares of errors, each divided by the root of what was measured,
 * so that long steps count for more than short ones, but not alone. No price is below zero: where a free solution has such
 * ones, the lowest is set to zero and the rest solved again.
 */
final class CostFit {
    /** Keeps a system solvable in which two kinds of work always come together. */
    private static final double RIDGE = 1e-12;

    private final List<Sample> samples;

    private CostFit(List<Sample> samples) {
        this.samples = samples;
    }

    /**
     * A step of one inference.
     *
     * @param work what it did
     * @param measured what that cost
     */
    record Sample(Map<Work, Long> work, long measured) {
        private double weight() {
            return 1 / Math.sqrt((double) measured);
        }

        /** The piece's part, weighted. */
        double part(Work piece) {
            return (double) work.getOrDefault(piece, 0L) * weight();
        }

        /** What the parts add up to, weighted. */
        double sum() {
            return Math.sqrt((double) measured);
        }
    }

    /** The prices, in thousandths. */
    static Map<Work, Integer> prices(List<Sample> samples) {
        CostFit fit = new CostFit(samples);
        List<Work> pieces = new ArrayList<>(Stream.of(Work.values())
                .filter(piece -> samples.stream().anyMatch(sample -> sample.part(piece) > 0))
                .toList());
        Map<Work, Double> prices = fit.solve(pieces);
        Optional<Work> negative = negative(prices);
        while (negative.isPresent()) {
            pieces.remove(negative.get());
            prices = fit.solve(pieces);
            negative = negative(prices);
        }
        Map<Work, Integer> thousandths = new EnumMap<>(Work.class);
        prices.forEach((piece, price) -> thousandths.put(piece, (int) Math.round(price * CostTable.SCALE)));
        return thousandths;
    }

    /** The one that explains most by being below zero. */
    private static Optional<Work> negative(Map<Work, Double> prices) {
        return prices.entrySet().stream()
                .filter(price -> price.getValue() < 0)
                .min(Comparator.comparingDouble(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /** Normal equations, each piece scaled by its own norm. */
    private Map<Work, Double> solve(List<Work> pieces) {
        int n = pieces.size();
        double[] norms = pieces.stream()
                .mapToDouble(piece -> Math.sqrt(product(piece, piece)))
                .toArray();
        double[][] system = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            Work piece = pieces.get(i);
            for (int j = 0; j < n; j++) {
                system[i][j] = product(piece, pieces.get(j)) / norms[i] / norms[j] + (i == j ? RIDGE : 0);
            }
            system[i][n] = samples.stream()
                            .mapToDouble(sample -> sample.part(piece) * sample.sum())
                            .sum()
                    / norms[i];
        }
        double[] solution = eliminated(system);
        Map<Work, Double> prices = new EnumMap<>(Work.class);
        for (int i = 0; i < n; i++) {
            prices.put(pieces.get(i), solution[i] / norms[i]);
        }
        return prices;
    }

    private double product(Work a, Work b) {
        return samples.stream()
                .mapToDouble(sample -> sample.part(a) * sample.part(b))
                .sum();
    }

    /** Gauss and Jordan; the system is positive definite, so that no rows need to be exchanged. */
    private static double[] eliminated(double[][] system) {
        int n = system.length;
        for (int pivot = 0; pivot < n; pivot++) {
            double scale = system[pivot][pivot];
            for (int column = pivot; column <= n; column++) {
                system[pivot][column] /= scale;
            }
            for (int row = 0; row < n; row++) {
                double factor = row == pivot ? 0 : system[row][pivot];
                for (int column = pivot; column <= n; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        return Stream.of(system).mapToDouble(row -> row[n]).toArray();
    }
}
