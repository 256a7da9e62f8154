package dev.thimble.core.integer;

import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Key;
import dev.thimble.core.ir.PoolKind;
import java.util.List;
import java.util.Optional;

/** An operator of the integer graph: the float operator of the same name with all its constants made integers. */
public sealed interface IntOp {

    /**
     * Looks up rows of an I8 table: its values as they are, or those of each row multiplied by the row's factor as
     * {@link #looked} says.
     *
     * @param source which row belongs to a token
     * @param table rows x width
     * @param factors I8, 1 to 127, one per row; absent where all rows have one scale, as if they were 1
     * @param bits I8, one per row: how many bits of flash each of its values takes, by the {@link RowCode} of that
     *     many, which can write them all; absent where all take 8
     */
    record Embedding(IndexSource source, IntTensor table, Optional<IntTensor> factors, Optional<IntTensor> bits)
            implements IntOp {
        /** Fractional bits of a factor where the result is I8. */
        public static final int FACTOR_FRACTION = 7;

        /** Checks that every row's code can write its values. */
        public Embedding {
            bits.ifPresent(widths -> check(table, widths));
        }

        /** A table whose values take a byte each. */
        public Embedding(IndexSource source, IntTensor table, Optional<IntTensor> factors) {
            this(source, table, factors, Optional.empty());
        }

        /** A table whose rows have one scale. */
        public Embedding(IndexSource source, IntTensor table) {
            this(source, table, Optional.empty());
        }

        /** A value times its row's factor: whole in an I16 result, in 1/128 and rounded half up in an I8 one. */
        public static int looked(int value, int factor, Precision result) {
            int product = value * factor;
            return result == Precision.I8 ? (product + (1 << (FACTOR_FRACTION - 1))) >> FACTOR_FRACTION : product;
        }

        private static void check(IntTensor table, IntTensor bits) {
            for (int row = 0; row < table.rows(); row++) {
                RowCode code = RowCode.of(bits.at(row));
                for (int column = 0; column < table.columns(); column++) {
                    if (!code.writes(table.at(row, column))) {
                        throw new IllegalArgumentException(table.name() + ": " + table.at(row, column) + " in row "
                                + row + " is no level of " + code.bits() + " bits");
                    }
                }
            }
        }

        /** How a row is written. */
        public RowCode code(int row) {
            return bits.map(widths -> RowCode.of(widths.at(row))).orElse(RowCode.BITS_8);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.embedding(this);
        }
    }

    /**
     * requantize(bias + x · weightᵀ) + zero point.
     *
     * @param weight I8, outputs x inputs
     * @param bias I32, outputs; the input's zero point is folded in
     * @param requantizer one multiplier per output
     * @param bits 4 where weights take as many in flash, for which {@link NarrowWeights#fit} must hold; absent where they
     *     take 8
     */
    record Linear(
            IntTensor weight,
            IntTensor bias,
            @Key("multiplier") Requantizer requantizer,
            Optional<Integer> bits) implements IntOp {

        /** Checks that weights of 4 bits can be written in as many. */
        public Linear {
            if (bits.isPresent() && (bits.get() != NarrowWeights.BITS || !NarrowWeights.fit(weight, requantizer))) {
                throw new IllegalArgumentException(weight.name() + " is no matrix of " + bits.get() + " bits");
            }
        }

        /** A product whose weights take a byte each. */
        public Linear(IntTensor weight, IntTensor bias, Requantizer requantizer) {
            this(weight, bias, requantizer, Optional.empty());
        }

        /** Whether weights take 4 bits and not 8. */
        public boolean isNarrow() {
            return bits.isPresent();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.linear(this);
        }
    }

    /**
     * LayerNorm of an I16 row.
     *
     * @param scale the row's reciprocal standard deviation
     * @param gain I32, one per column, for a result with 8 fractional bits
     * @param bias I32, one per column, with 8 fractional bits; half a step and the zero point are folded in
     */
    record LayerNorm(@Key("") RowScale scale, IntTensor gain, IntTensor bias) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.layerNorm(this);
        }
    }

    /** RMSNorm of an I16 row; as LayerNorm without a mean. The bias holds half a step and the zero point. */
    record RmsNorm(@Key("") RowScale scale, IntTensor gain, IntTensor bias) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rmsNorm(this);
        }
    }

    /**
     * Attention over symmetric I8 q, k and v.
     *
     * @param heads divides the width
     * @param exponent one multiplier: score difference to 1/256 of a power of two
     * @param numerator unsigned 32-bit: divided by the row's sum of weights it gives the row's multiplier
     * @param shift left shift of the weighted sum before that multiplication
     */
    record Attention(int heads, Requantizer exponent, long numerator, int shift) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.attention(this);
        }
    }

    /**
     * Causal depthwise convolution of a symmetric I8 input.
     *
     * @param weight I8, outputs x k
     * @param bias I32, outputs
     * @param requantizer one multiplier per output
     */
    record DepthwiseConv1d(
            IntTensor weight,
            IntTensor bias,
            @Key("multiplier") Requantizer requantizer) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.depthwiseConv1d(this);
        }
    }

    /**
     * An element-wise function of an I8 value, or several of which each channel has one.
     *
     * @param table I8, functions x 256: the result for -128 first
     * @param choice I8, by channel the row of its function; absent where there is one function
     */
    record Lookup(IntTensor table, Optional<IntTensor> choice) implements IntOp {
        /** Results of a function. */
        public static final int ENTRIES = 256;

        /** One function for all channels. */
        public Lookup(IntTensor table) {
            this(table, Optional.empty());
        }

        /** What becomes of a value of a channel. */
        public int at(int channel, int value) {
            int function = choice.map(rows -> rows.at(channel)).orElse(0);
            return table.at(function * ENTRIES + value - Precision.I8.min());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lookup(this);
        }
    }

    /**
     * saturate(Σ requantize_i(x_i - zero point_i) + zero point). With one input it converts between quantisations.
     *
     * @param requantizers one per input, each with one multiplier
     */
    record Add(@Key("multiplier") List<Requantizer> requantizers) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.add(this);
        }

        /** Copies the list. */
        public Add {
            requantizers = List.copyOf(requantizers);
        }
    }

    /** One row from all rows; quantisation unchanged. */
    record Pool(PoolKind kind) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.pool(this);
        }
    }

    /**
     * The mean of all rows of an I8 value: {@code mulHigh(Σ (x - zero point) << shift, ⌊numerator / n⌋) + zero point}.
     *
     * @param numerator below 2^31: divided by the number of rows it gives the multiplier
     * @param shift left shift of the sum before that multiplication
     */
    record Mean(int numerator, int shift) implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mean(this);
        }
    }

    /**
     * The columns of all its inputs, one input after the other; all are I8, and the integers stay as they are. Inputs
     * of several quantisations stand for integers side by side, which the matrix product behind them makes sense of.
     */
    record Concat() implements IntOp {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.concat(this);
        }
    }

    /** Calls the case of this operator: an exhaustive switch that a new operator does not compile without. */
    <R> R match(Cases<R> cases);

    /**
     * One method per operator; a consumer of the integer graph implements them all.
     *
     * @param <R> the result
     */
    interface Cases<R> {

        /** What to do with {@link Embedding}. */
        R embedding(Embedding op);

        /** What to do with {@link Linear}. */
        R linear(Linear op);

        /** What to do with {@link LayerNorm}. */
        R layerNorm(LayerNorm op);

        /** What to do with {@link RmsNorm}. */
        R rmsNorm(RmsNorm op);

        /** What to do with {@link Attention}. */
        R attention(Attention op);

        /** What to do with {@link DepthwiseConv1d}. */
        R depthwiseConv1d(DepthwiseConv1d op);

        /** What to do with {@link Lookup}. */
        R lookup(Lookup op);

        /** What to do with {@link Add}. */
        R add(Add op);

        /** What to do with {@link Pool}. */
        R pool(Pool op);

        /** What to do with {@link Mean}. */
        R mean(Mean op);

        /** What to do with {@link Concat}. */
        R concat(Concat op);
    }
}
