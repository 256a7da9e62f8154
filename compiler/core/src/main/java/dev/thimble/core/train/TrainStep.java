package dev.thimble.core.train;

import dev.thimble.core.integer.IntTensor;
import java.util.List;
import java.util.Optional;

/** One step from the features to the logits, with what its way back needs. All values are one row. */
public sealed interface TrainStep {
    /** The node's name. */
    String name();

    /** The values that it reads: features, or results of steps before. */
    List<String> inputs();

    /** Columns of its result. */
    int width();

    /** The matrices under training, in the order of their values in the vector that a fleet exchanges. */
    default List<MatrixForm> trained() {
        return List.of();
    }

    /** The matrix of inference that changes when what was learned is rounded, where there is one. */
    default Optional<MatrixForm> rounded() {
        return Optional.empty();
    }

    /** Whether the gradient of its result becomes that of its only input in place; nothing else reads that input. */
    default boolean isInPlace() {
        return false;
    }

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

        /** What to do with {@link Adapted}. */
        R adapted(Adapted step);

        /** What to do with {@link Fixed}. */
        R fixed(Fixed step);

        /** What to do with {@link Activation}. */
        R activation(Activation step);

        /** What to do with {@link Norm}. */
        R norm(Norm step);

        /** What to do with {@link Sum}. */
        R sum(Sum step);

        /** What to do with {@link First}. */
        R first(First step);
    }

    /** A product with a matrix under training. */
    record Product(String input, MatrixForm matrix) implements TrainStep {
        @Override
        public String name() {
            return matrix.name();
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public int width() {
            return matrix.rows();
        }

        @Override
        public List<MatrixForm> trained() {
            return List.of(matrix);
        }

        @Override
        public Optional<MatrixForm> rounded() {
            return Optional.of(matrix);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.product(this);
        }
    }

    /**
     * A product with a matrix that stays as it is, and beside it with two narrow ones that are trained: W x + B A x
     * (LoRA: Hu et al. 2021).
     *
     * @param matrix W with its bias
     * @param shift of W's requantiser
     * @param lowering A: inputs to as many values as the rank
     * @param raising B: these to outputs
     */
    record Adapted(String input, MatrixForm matrix, int shift, MatrixForm lowering, MatrixForm raising)
            implements TrainStep {
        @Override
        public String name() {
            return matrix.name();
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public int width() {
            return matrix.rows();
        }

        @Override
        public List<MatrixForm> trained() {
            return List.of(lowering, raising);
        }

        @Override
        public Optional<MatrixForm> rounded() {
            return Optional.of(matrix);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.adapted(this);
        }
    }

    /**
     * A product with a matrix that stays as it is.
     *
     * @param shift of its requantiser
     */
    record Fixed(String input, MatrixForm matrix, int shift) implements TrainStep {
        @Override
        public String name() {
            return matrix.name();
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public int width() {
            return matrix.rows();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fixed(this);
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
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public boolean isInPlace() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.activation(this);
        }
    }

    /** A LayerNorm that stays as it is. */
    record Norm(String name, String input, int width, NormForm form) implements TrainStep {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public boolean isInPlace() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.norm(this);
        }
    }

    /** A sum. */
    record Sum(String name, List<String> inputs, int width) implements TrainStep {
        /** Copies the list. */
        public Sum {
            inputs = List.copyOf(inputs);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sum(this);
        }
    }

    /** The first row of a value of which no other is computed: the same once more. */
    record First(String name, String input, int width) implements TrainStep {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public boolean isInPlace() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.first(this);
        }
    }
}
