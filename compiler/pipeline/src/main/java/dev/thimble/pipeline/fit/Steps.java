package dev.thimble.pipeline.fit;

import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.pipeline.precision.BitCosts;
import dev.thimble.pipeline.precision.MatrixCosts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a model can give up, step by step, by what its parts were measured to cost. */
final class Steps {
    private Steps() {}

    /**
     * The steps of one model.
     *
     * @param model its number
     * @param values of its token embeddings: rows times columns
     */
    static List<Ladder.Step> of(int model, long values, BitCosts costs) {
        List<Ladder.Step> steps = new ArrayList<>(values == 0 ? List.of() : tokens(model, values, costs));
        steps.addAll(matrices(model, costs.matrices()));
        return steps;
    }

    /** Bits of embeddings, bytes that they save, and the noise they cost. */
    private record Point(MeanBits bits, double saved, double noise) {
        double slopeTo(Point later) {
            return (later.noise - noise) / (later.saved - saved);
        }
    }

    /** Only the corners of the lower convex hull: what lies above it costs more than a mean of its neighbours. */
    private static List<Ladder.Step> tokens(int model, long values, BitCosts costs) {
        Deque<Point> hull = new ArrayDeque<>();
        hull.addLast(new Point(MeanBits.ALL, 0, 0));
        for (BitCosts.Tokens each : costs.tokens()) {
            double saved = values * (MeanBits.ALL.hundredths() - each.bits().hundredths()) / (100.0 * Byte.SIZE);
            Point next = new Point(each.bits(), saved, each.noise());
            while (hull.size() > 1 && isAbove(hull, next)) {
                hull.removeLast();
            }
            hull.addLast(next);
        }
        List<Ladder.Step> steps = new ArrayList<>();
        Point before = hull.removeFirst();
        for (Point point : hull) {
            steps.add(new Ladder.Step(model, Ladder.Part.TOKENS, point.bits, before.slopeTo(point)));
            before = point;
        }
        return steps;
    }

    /** Whether the last point lies above the line from the one before it to the next. */
    private static boolean isAbove(Deque<Point> hull, Point next) {
        Point last = hull.removeLast();
        Point before = hull.getLast();
        hull.addLast(last);
        return before.slopeTo(last) >= last.slopeTo(next);
    }

    /** The last step asks for the fewest bits, for of means that were rounded up it could miss a small matrix. */
    private static List<Ladder.Step> matrices(int model, MatrixCosts costs) {
        List<Ladder.Step> steps = new ArrayList<>();
        long narrow = 0;
        for (MatrixCosts.Cost cost : costs.each()) {
            narrow += cost.weights();
            boolean last = steps.size() == costs.each().size() - 1;
            MeanBits to = last ? WeightBits.LEAST.matrices() : costs.mean(narrow);
            double bytes = cost.weights() * (Byte.SIZE - NarrowWeights.BITS) / (double) Byte.SIZE;
            steps.add(new Ladder.Step(model, Ladder.Part.MATRICES, to, cost.noise() / bytes));
        }
        return steps;
    }
}
