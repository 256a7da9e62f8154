package dev.thimble.backendc.model;

import dev.thimble.core.target.MatrixLayout;
import java.util.List;

/**
 * Everything the templates need to write a trainer. Expressions read the image.
 *
 * @param part what is trained, as the command line calls it
 * @param feature where the first step's input lies in the arena when the body has run
 * @param features its columns
 * @param replay examples that are kept
 * @param newLabels how many labels may come while training
 * @param matrices under training, in order
 * @param activations between them
 * @param steps in order
 * @param sums the most rows of a matrix
 */
public record CTrainer(
        String part,
        CPointer feature,
        int features,
        int replay,
        int newLabels,
        List<Matrix> matrices,
        List<Activation> activations,
        List<Step> steps,
        int sums) {
    /** How it learns, labels, examples that are kept, and the state of what is chosen by chance. */
    private static final long FIXED_WORDS = 9 + 32 / 4;

    /** Bytes of the name of a label that comes. */
    private static final long NAME_BYTES = 24;

    /** Copies the lists. */
    public CTrainer {
        matrices = List.copyOf(matrices);
        activations = List.copyOf(activations);
        steps = List.copyOf(steps);
    }

    /** A factor: C expressions. */
    public record Scaling(String multiplier, String shift) {}

    /** Columns of an input. */
    public record Segment(int columns, String zeroPoint, Scaling step, Scaling decay, Scaling input) {}

    /**
     * A matrix under training.
     *
     * @param value as the graph names it
     * @param symbol the same as a C identifier
     * @param head whether it has a row for each label
     * @param rows at most
     * @param columns the bias included
     * @param at its first value among all
     * @param layout of its rows of inference
     */
    public record Matrix(
            String value,
            String symbol,
            boolean head,
            int rows,
            int columns,
            int at,
            MatrixLayout layout,
            Rows image,
            List<Segment> segments,
            Scaling result,
            Scaling unit,
            Scaling multiplier,
            String zeroPoint,
            String largestWeight) {
        /** Copies the list. */
        public Matrix {
            segments = List.copyOf(segments);
        }

        /** Columns of the input. */
        public int inputs() {
            return columns - 1;
        }
    }

    /** The member of the image that an expression reads. */
    public static String member(String expression) {
        return expression.substring(expression.indexOf('>') + 1);
    }

    /** Where the rows of inference lie: C expressions. */
    public record Rows(String weights, String bias, String multipliers) {}

    /** An element-wise function: C expressions of its tables. */
    public record Activation(String symbol, int width, String table, String slope) {}

    /**
     * A step forward, and the same back.
     *
     * @param matrix the one it multiplies with, or -1
     * @param activation the function it applies, or -1
     * @param input a C expression of its input's integers
     * @param gradient a C expression of the gradient of its result
     * @param first whether its input are the features, of which no gradient is wanted
     * @param last whether its results are the logits
     */
    public record Step(int matrix, int activation, String input, String gradient, boolean first, boolean last) {}

    /** Values under training. */
    public int parameters() {
        return matrices.stream()
                .mapToInt(matrix -> matrix.rows() * matrix.columns())
                .sum();
    }

    /** The most labels. */
    public int labels() {
        return matrices.get(matrices.size() - 1).rows();
    }

    /** Bytes of the arena that a step works in, on a 32-bit core. */
    public long scratchBytes() {
        long bytes = 8L * sums + 4L * labels();
        for (Matrix matrix : matrices) {
            bytes += 4L * matrix.columns() + 4L * matrix.inputs() + matrix.rows();
        }
        bytes += activations.stream().mapToLong(Activation::width).sum();
        return (bytes + 7) / 8 * 8;
    }

    /** Bytes of a trainer, on a 32-bit core; the caller's, for as long as it trains. */
    public long stateBytes() {
        long words = FIXED_WORDS + 2L * parameters() + labels();
        long bytes = 4 * words + NAME_BYTES * (newLabels + 1) + (long) (features + 2) * (replay + 1);
        return (bytes + 7) / 8 * 8;
    }
}
