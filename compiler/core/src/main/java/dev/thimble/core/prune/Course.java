package dev.thimble.core.prune;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.Readers;
import dev.thimble.core.pass.Removable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The channels or heads of one value on their way out, and what the products behind them make up for. */
final class Course {
    private final Removable removable;
    private final Readers readers;
    private final double[] means;
    private final Elimination elimination;
    private final List<Integer> gone = new ArrayList<>();

    /**
     * Before the first one goes.
     *
     * @param graph with them
     * @param moments of the graph's value
     */
    Course(Removable removable, Graph graph, ChannelMoments.Sums moments) {
        this.removable = removable;
        this.readers = removable.readers().in(graph);
        this.means = moments.means();
        this.elimination = Elimination.of(moments.covariances(), readers.weights());
    }

    /** What they are. */
    Removable removable() {
        return removable;
    }

    /** Those that went so far, in the order in which they did. */
    List<Integer> gone() {
        return List.copyOf(gone);
    }

    private int left() {
        return removable.units() - gone.size();
    }

    /** Whether more can go. */
    boolean canGoOn() {
        return removable.fewerThan(left()) < left();
    }

    /** Lets as many go as lead to the next width, always the one that costs least. */
    void goOn() {
        int left = removable.fewerThan(left());
        while (left() > left) {
            let(cheapest());
        }
    }

    /** Lets one go. */
    void let(int unit) {
        IntStream.of(channels(removable, unit)).forEach(elimination::remove);
        gone.add(unit);
    }

    private int cheapest() {
        int cheapest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int unit = 0; unit < removable.units(); unit++) {
            double cost = gone.contains(unit) ? Double.POSITIVE_INFINITY : elimination.cost(channels(removable, unit));
            if (cost < least || (cheapest < 0 && !gone.contains(unit))) {
                least = cost;
                cheapest = unit;
            }
        }
        return cheapest;
    }

    private static int[] channels(Removable removable, int unit) {
        int each = removable.channels();
        return IntStream.range(unit * each, (unit + 1) * each).toArray();
    }

    /** The graph in which nobody reads what went, and what reads the others makes up for it. */
    Graph compensated() {
        double[][] before = readers.weights();
        double[][] after = elimination.weights();
        return readers.with(after, shifts(before, after));
    }

    /** What a bias must have more so that outputs keep their means. */
    private double[] shifts(double[][] before, double[][] after) {
        double[] shifts = new double[before.length];
        for (int row = 0; row < shifts.length; row++) {
            for (int channel = 0; channel < means.length; channel++) {
                shifts[row] += (before[row][channel] - after[row][channel]) * means[channel];
            }
        }
        return shifts;
    }

    /** A graph in which nobody reads these units, and nothing makes up for them. */
    static Graph uncompensated(Graph graph, Removable removable, List<Integer> units) {
        Readers readers = removable.readers().in(graph);
        double[][] weights = readers.weights();
        int[] channels = units.stream()
                .flatMapToInt(unit -> IntStream.of(channels(removable, unit)))
                .toArray();
        for (double[] row : weights) {
            IntStream.of(channels).forEach(channel -> row[channel] = 0);
        }
        return readers.with(weights, new double[weights.length]);
    }
}
