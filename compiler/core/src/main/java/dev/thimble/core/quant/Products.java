package dev.thimble.core.quant;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.FloatTensor;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The integer constants of a matrix product or a convolution.
 *
 * @param weight I8
 * @param bias I32; the input's zero point is folded in
 * @param requantizer one multiplier per row of the weight
 */
record Products(IntTensor weight, IntTensor bias, Requantizer requantizer) {

    /** Biases stay below 2^28 steps of the accumulator: a weight scale is at least |bias| / (input scale · 2^28). */
    private static final double LARGEST_BIAS = Math.scalb(1.0, 28);

    /** A bias, shifted left by the requantiser, stays below 2^30: as much again is left for the products. */
    private static final int ROOM_FOR_BIAS = 30;

    /** How weights become integers. */
    @FunctionalInterface
    interface Rounding {
        /** Integers and scales of a matrix; each row's scale is at least its floor. */
        WeightQuantizer.Quantized of(FloatTensor weight, double[] floors);
    }

    /** The mean input that a weight is multiplied with. */
    @FunctionalInterface
    interface MeanInput {
        /** The mean of what the weight at a row and column meets; 0 where biases are not corrected. */
        double at(int row, int column);
    }

    /**
     * What weights are multiplied with.
     *
     * @param scale the real value of a step
     * @param zeroPoint by column of the weight
     * @param mean real values
     */
    record Multiplicand(double scale, IntUnaryOperator zeroPoint, MeanInput mean) {
        /** Everything in one quantisation. */
        static Multiplicand of(Quantization quantization, MeanInput mean) {
            return new Multiplicand(quantization.scale(), column -> quantization.zeroPoint(), mean);
        }

        /** What a row of weights makes of the zero points. */
        private long zero(IntTensor weight, int row) {
            return IntStream.range(0, weight.columns())
                    .mapToLong(column -> (long) weight.at(row, column) * zeroPoint.applyAsInt(column))
                    .sum();
        }
    }

    /**
     * With the finest scales; where a bias has no room beside the layer's left shift, its row gets a coarser one.
     *
     * @param name the node
     * @param result the quantisation of what comes out
     * @param rounding of the weights
     */
    static Products of(
            String name,
            FloatTensor weight,
            FloatTensor bias,
            Multiplicand input,
            Quantization result,
            Rounding rounding) {
        Products products = with(LARGEST_BIAS, name, weight, bias, input, result, rounding);
        double room = Math.scalb(1.0, ROOM_FOR_BIAS - products.requantizer.shift());
        if (IntStream.of(products.bias.toArray()).anyMatch(value -> Math.abs((long) value) > room)) {
            products = with(room / 2, name, weight, bias, input, result, rounding);
        }
        AccumulatorBounds.checkProduct(name, products.weight, products.bias, products.requantizer);
        return products;
    }

    private static Products with(
            double largestBias,
            String name,
            FloatTensor weight,
            FloatTensor bias,
            Multiplicand input,
            Quantization result,
            Rounding rounding) {
        double[] floors = IntStream.range(0, weight.rows())
                .mapToDouble(row -> Math.max(
                        Math.abs(bias.at(row) + offset(result)) / (input.scale() * largestBias), 1e-9 * result.scale()))
                .toArray();
        WeightQuantizer.Quantized quantized = rounding.of(weight, floors);
        int[] biases = new int[weight.rows()];
        double[] factors = new double[weight.rows()];
        for (int row = 0; row < biases.length; row++) {
            double accumulatorScale = input.scale() * quantized.scales()[row];
            double corrected = bias.at(row) + offset(result) - meanError(weight, quantized, row, input.mean());
            biases[row] =
                    checked(name, Math.round(corrected / accumulatorScale) - input.zero(quantized.integers(), row));
            factors[row] = accumulatorScale / result.scale();
        }
        IntTensor biasTensor = IntTensor.vector(bias.name(), Precision.I32, biases);
        return new Products(quantized.integers(), biasTensor, Requantizer.of(name + ".multiplier", factors));
    }

    private static int checked(String name, long bias) {
        AccumulatorBounds.check(name, Math.max(bias, -bias), 0);
        return (int) bias;
    }

    /** The zero point that the kernel does not add. */
    private static double offset(Quantization result) {
        return result.scale() * (result.zeroPoint() - result.added());
    }

    /**
     * What rounded weights add to a result on average: Σ (rounded - real) · mean input (Nagel et al. 2019, arXiv
     * 1906.04721, section 4.2).
     */
    private static double meanError(FloatTensor weight, WeightQuantizer.Quantized quantized, int row, MeanInput means) {
        double error = 0;
        for (int column = 0; column < weight.columns(); column++) {
            double rounded = quantized.integers().at(row, column) * quantized.scales()[row];
            error += (rounded - weight.at(row, column)) * means.at(row, column);
        }
        return error;
    }
}
