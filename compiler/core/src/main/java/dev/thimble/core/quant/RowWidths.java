package dev.thimble.core.quant;

import dev.thimble.core.integer.RowCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which rows of a table get how many bits: those where a byte saves the most error. Along the lower convex hull of a row's
 * errors over its bytes each step saves less a byte than the one before, so steps taken in the order of what they save,
 * over all rows, give the least sum for the bytes that they take (Shoham and Gersho 1988, "Efficient bit allocation for an
 * arbitrary set of quantizers").
 */
final class RowWidths {
    private static final RowCode[] CODES = RowCode.values();

    private final int width;
    private final double[][] errors;

    /**
     * Widths for rows.
     *
     * @param width columns
     * @param errors by row and code: what a row adds to the sum that is to be small
     */
    RowWidths(int width, double[][] errors) {
        this.width = width;
        this.errors = errors;
    }

    /** From one code of a row to a wider one. */
    private record Step(int row, RowCode to, int bytes, double saved) {
        double savedByByte() {
            return saved / bytes;
        }
    }

    /** The code of each row, all rows together within so many bytes if the narrowest are. */
    RowCode[] within(long bytes) {
        RowCode[] chosen = new RowCode[errors.length];
        Arrays.fill(chosen, CODES[0]);
        long left = bytes - (long) errors.length * CODES[0].bytes(width);
        for (Step step : steps()) {
            if (step.bytes <= left) {
                chosen[step.row] = step.to;
                left -= step.bytes;
            } else {
                break;
            }
        }
        return chosen;
    }

    /** Of all rows, what saves the most for a byte first; equals in the order of rows. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int row = 0; row < errors.length; row++) {
            hull(row, steps);
        }
        steps.sort(Comparator.comparingDouble(Step::savedByByte).reversed());
        return steps;
    }

    /** From each code the step that saves the most for a byte, until none saves anything. */
    private void hull(int row, List<Step> steps) {
        RowCode at = CODES[0];
        for (Step step = steepest(row, at); step.saved > 0; step = steepest(row, at)) {
            steps.add(step);
            at = step.to;
        }
    }

    private Step steepest(int row, RowCode from) {
        Step best = new Step(row, from, 1, 0);
        for (RowCode to : CODES) {
            int bytes = to.bytes(width) - from.bytes(width);
            if (bytes > 0) {
                Step step = new Step(row, to, bytes, errors[row][from.place()] - errors[row][to.place()]);
                best = step.savedByByte() > best.savedByByte() ? step : best;
            }
        }
        return best;
    }
}
