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
    record Embedding(IndexSource source, FloatTensor table) implements Op {}

    /**
     * y = x · weightᵀ + bias, row by row.
     *
     * @param weight outputs x inputs
     * @param bias outputs; zeros when the layer has none
     */
    record Linear(FloatTensor weight, FloatTensor bias) implements Op {}

    /**
     * (x - mean) / sqrt(variance + epsilon) · gain + bias over each row; the variance is the biased one (Ba et al.
     * 2016, arXiv 1607.06450).
     */
    record LayerNorm(FloatTensor gain, FloatTensor bias, double epsilon) implements Op {}

    /** x / sqrt(mean(x²) + epsilon) · gain over each row (Zhang and Sennrich 2019, arXiv 1910.07467). */
    record RmsNorm(FloatTensor gain, double epsilon) implements Op {}

    /**
     * softmax(scale · q · kᵀ) · v for each head on its slice of the columns; inputs q, k, v, all n x width. Every token
     * sees every token.
     *
     * @param heads divides the width
     * @param scale factor on the scores
     */
    record Attention(int heads, double scale) implements Op {}

    /**
     * Causal depthwise convolution: y[j][o] = bias[o] + Σ_i weight[o][k-1-i] · x[j-i][o·inputs/outputs], zeros before
     * the first token.
     *
     * @param weight outputs x k, where outputs is a multiple of the input width
     * @param bias outputs
     */
    record DepthwiseConv1d(FloatTensor weight, FloatTensor bias) implements Op {}

    /** An element-wise function. */
    record Activation(ActivationKind kind) implements Op {}

    /** The sum of two or more inputs of one shape. */
    record Add() implements Op {}

    /**
     * Σ coefficient_i · input_i.
     *
     * @param coefficients one for each input
     */
    record WeightedSum(List<Double> coefficients) implements Op {
        /** Copies the list. */
        public WeightedSum {
            coefficients = List.copyOf(coefficients);
        }
    }

    /** One row from all rows. */
    record Pool(PoolKind kind) implements Op {}
}
