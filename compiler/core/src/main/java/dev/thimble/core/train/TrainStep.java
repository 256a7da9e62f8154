package dev.thimble.core.train;

import dev.thimble.core.integer.IntTensor;

/** One step from the features to the logits, with what its way back needs. */
public sealed interface TrainStep {
    /** The node's name. */
    String name();

    /** The value that it reads: a feature, or the result of a step before. */
    String input();

    /** Columns of its result. */
    int width();

    /** Calls the case of this step. */
    <R> R match(Cases<R> cases);

    /**
     * One method a step.
     *
     * @param <R> the result
     */
    interface Cases<R> {
        /** What to do with {@link Product}. */
        R product(Product step);

        /** What to do with {@link Activation}. */
        R activation(Activation step);
    }

    /** A product with a matrix under training. */
    record Product(String input, MatrixForm matrix) implements TrainStep {
        @Override
        public String name() {
            return matrix.name();
        }

        @Override
        public int width() {
            return matrix.rows();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.product(this);
        }
    }

    /**
     * An element-wise function.
     *
     * @param table I8, 256 entries: the result for -128 first
     * @param slope I16, 256 entries: the function's derivative, with 14 fractional bits
     */
    record Activation(String name, String input, int width, IntTensor table, IntTensor slope) implements TrainStep {
        /** Fractional bits of slopes. */
        public static final int SLOPE_FRACTION = 14;

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.activation(this);
        }
    }
}
