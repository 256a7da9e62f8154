package dev.thimble.core.equalize;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.RowSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A few ranges for the channels of an activation, and which of them each channel takes. Of the candidates the one that
 * makes the sum of all channels' squared errors least is taken, then the one that does so beside it, and so on: the
 * greedy choice, which for such sums saves at least 1 - 1/e of what the best choice of as many would (Nemhauser, Wolsey
 * and Fisher 1978).
 */
final class ChannelRanges {
    /**
     * Candidates for either end: what was seen, less by a factor of the square root of 2 each, and 0. Ranges that differ
     * more would differ more in their matrices' columns, too, and cost these what activations gain.
     */
    private static final int ENDS = 7;

    /** Values that are as good as 0 have no range: one part in it would have no place in binary32. */
    private static final double LEAST_RANGE = 1e-12;

    private final List<ActivationRange> candidates;
    private final double[][] errors;

    private ChannelRanges(List<ActivationRange> candidates, double[][] errors) {
        this.candidates = candidates;
        this.errors = errors;
    }

    /**
     * Measures all candidates.
     *
     * @param sample what the activation is given
     * @param weights of each channel's squared errors
     */
    static ChannelRanges measured(ActivationKind kind, RowSample sample, double[] weights) {
        float[][] columns =
                IntStream.range(0, weights.length).mapToObj(sample::column).toArray(float[][]::new);
        double[][] exact = new double[columns.length][];
        for (int channel = 0; channel < columns.length; channel++) {
            exact[channel] = applied(kind, columns[channel]);
        }
        List<ActivationRange> candidates = candidates(columns);
        double[][] errors = new double[candidates.size()][columns.length];
        for (int candidate = 0; candidate < errors.length; candidate++) {
            ActivationRange range = candidates.get(candidate);
            double[] levels = range.levels(kind);
            for (int channel = 0; channel < columns.length; channel++) {
                errors[candidate][channel] = weights[channel] * error(range, levels, columns[channel], exact[channel]);
            }
        }
        return new ChannelRanges(candidates, errors);
    }

    private static double[] applied(ActivationKind kind, float[] values) {
        double[] results = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            results[i] = Activations.apply(kind, values[i]);
        }
        return results;
    }

    private static List<ActivationRange> candidates(float[][] columns) {
        double least = 0;
        double greatest = 0;
        for (float[] column : columns) {
            for (float value : column) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        List<ActivationRange> candidates = new ArrayList<>();
        for (double low : ends(least)) {
            for (double high : ends(greatest)) {
                if (high - low > LEAST_RANGE) {
                    candidates.add(new ActivationRange(low, high));
                }
            }
        }
        return candidates;
    }

    /** The farthest end and nearer ones; 0 is the last. */
    private static double[] ends(double farthest) {
        double[] ends = new double[ENDS];
        for (int i = 0; i < ENDS - 1; i++) {
            ends[i] = farthest * StrictMath.pow(0.5, 0.5 * i);
        }
        return ends;
    }

    private static double error(ActivationRange range, double[] levels, float[] values, double[] exact) {
        double perStep = 1 / range.step();
        double error = 0;
        for (int i = 0; i < values.length; i++) {
            long q = Math.round((values[i] - range.least()) * perStep);
            double off = levels[(int) Math.max(0, Math.min(levels.length - 1, q))] - exact[i];
            error += off * off;
        }
        return error;
    }

    /** The range of each channel; empty where no value was ever other than 0. */
    List<ActivationRange> byChannel() {
        if (candidates.isEmpty()) {
            return List.of();
        }
        double[] least = new double[errors[0].length];
        int[] choice = new int[least.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int taken = 0; taken < Op.ChannelActivation.MOST_RANGES; taken++) {
            take(best(least), least, choice);
        }
        return IntStream.of(choice).mapToObj(candidates::get).toList();
    }

    /** The candidate beside which the sum of the least errors is least; the first of several. */
    private int best(double[] least) {
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int candidate = 0; candidate < errors.length; candidate++) {
            double sum = 0;
            for (int channel = 0; channel < least.length; channel++) {
                sum += Math.min(least[channel], errors[candidate][channel]);
            }
            if (sum < smallest) {
                smallest = sum;
                best = candidate;
            }
        }
        return best;
    }

    private void take(int candidate, double[] least, int[] choice) {
        for (int channel = 0; channel < least.length; channel++) {
            if (errors[candidate][channel] < least[channel]) {
                least[channel] = errors[candidate][channel];
                choice[channel] = candidate;
            }
        }
    }
}
