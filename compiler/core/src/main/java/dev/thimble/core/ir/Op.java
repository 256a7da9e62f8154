package dev.thimble.core.ir;

import java.util.List;

/**
 * An operator of the float graph. Each works on values of shape rows x width (see {@link Shape}); the constants it
 * needs stand in the record. A new operator does not compile until every consumer handles it.
 */
public sealed interface Op {

    /**
     * Looks up one row of a table per token; no inputs, output n x columns.
     *
     * @param source what the rows are looked up by
     * @param table entries x width
     */
    record Embedding(IndexSource source, FloatTensor table) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.embedding(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of(table);
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }
    }

    /**
     * y = x · weightᵀ + bias, row by row. x is the one input, or all inputs side by side, the first input's columns
     * first.
     *
     * @param weight outputs x columns of all inputs
     * @param bias outputs; zeros when the layer has none
     */
    record Linear(FloatTensor weight, FloatTensor bias) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.linear(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of(weight, bias);
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }
    }

    /**
     * (x - mean) / sqrt(variance + epsilon) · gain + bias over each row; the variance is the biased one (Ba et al.
     * 2016, arXiv 1607.06450).
     */
    record LayerNorm(FloatTensor gain, FloatTensor bias, double epsilon) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.layerNorm(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of(gain, bias);
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }
    }

    /** x / sqrt(mean(x²) + epsilon) · gain over each row (Zhang and Sennrich 2019, arXiv 1910.07467). */
    record RmsNorm(FloatTensor gain, double epsilon) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rmsNorm(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of(gain);
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }
    }

    /**
     * softmax(scale · q · kᵀ) · v for each head on its slice of the columns; inputs q, k, v, all n x width. Every token
     * sees every token.
     *
     * @param heads divides the width
     * @param scale factor on the scores
     */
    record Attention(int heads, double scale) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.attention(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of();
        }

        /** Keys and values as a whole. */
        @Override
        public RowReads reads(int input) {
            return input == 0 ? RowReads.SAME_ROW : RowReads.ALL_ROWS;
        }
    }

    /**
     * Causal depthwise convolution: y[j][o] = bias[o] + Σ_i weight[o][k-1-i] · x[j-i][o·inputs/outputs], zeros before
     * the first token.
     *
     * @param weight outputs x k, where outputs is a multiple of the input width
     * @param bias outputs
     */
    record DepthwiseConv1d(FloatTensor weight, FloatTensor bias) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.depthwiseConv1d(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of(weight, bias);
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.EARLIER_ROWS;
        }
    }

    /** An element-wise function. */
    record Activation(ActivationKind kind) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.activation(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of();
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }
    }

    /**
     * An element-wise function of a value whose channels have steps and offsets of their own, as has its result:
     * {@code y = (f(step * x + offset) - resultOffset) / resultStep}.
     *
     * @param kind f
     * @param steps width x 4: step, offset, resultStep and resultOffset of each channel; steps are above 0
     */
    record ChannelActivation(ActivationKind kind, FloatTensor steps) implements Op {
        /** What {@link #steps} has for a channel. */
        public static final int COLUMNS = 4;

        /** Different rows of {@link #steps}, at most: each takes a table of flash. */
        public static final int MOST_RANGES = 4;

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.channelActivation(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of(steps);
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }

        /** What the function is given for a value of a channel. */
        public double argument(int channel, double x) {
            return steps.at(channel, 0) * x + steps.at(channel, 1);
        }

        /** What a channel has for what the function gives. */
        public double result(int channel, double y) {
            return (y - steps.at(channel, 3)) / steps.at(channel, 2);
        }
    }

    /** The sum of two or more inputs of one shape. */
    record Add() implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.add(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of();
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }
    }

    /**
     * Σ coefficient_i · input_i.
     *
     * @param coefficients one for each input
     */
    record WeightedSum(List<Double> coefficients) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.weightedSum(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of();
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.SAME_ROW;
        }

        /** Copies the list. */
        public WeightedSum {
            coefficients = List.copyOf(coefficients);
        }
    }

    /** The mean of all rows, column by column. */
    record Mean() implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mean(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of();
        }

        @Override
        public RowReads reads(int input) {
            return RowReads.ALL_ROWS;
        }
    }

    /** One row from all rows. */
    record Pool(PoolKind kind) implements Op {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.pool(this);
        }

        @Override
        public List<FloatTensor> tensors() {
            return List.of();
        }

        @Override
        public RowReads reads(int input) {
            return switch (kind) {
                case FIRST -> RowReads.SAME_ROW;
            };
        }
    }

    /** The constants of this operator that are tensors. */
    List<FloatTensor> tensors();

    /**
     * The rows of one input that this operator reads to make its row i.
     *
     * @param input its place among the inputs, from 0
     */
    RowReads reads(int input);

    /** Calls the case of this operator: an exhaustive switch that a new operator does not compile without. */
    <R> R match(Cases<R> cases);

    /**
     * One method per operator; a consumer of the graph implements them all.
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

        /** What to do with {@link Activation}. */
        R activation(Activation op);

        /** What to do with {@link ChannelActivation}. */
        R channelActivation(ChannelActivation op);

        /** What to do with {@link Add}. */
        R add(Add op);

        /** What to do with {@link WeightedSum}. */
        R weightedSum(WeightedSum op);

        /** What to do with {@link Pool}. */
        R pool(Pool op);

        /** What to do with {@link Mean}. */
        R mean(Mean op);
    }
}
