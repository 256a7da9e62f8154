package dev.thimble.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.integer.Exponential;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The integer kernels against real arithmetic on what their integers stand for. */
class KernelTest {
    private final Random random = new Random(8);

    private IntMatrix matrix(int rows, int width, int low, int high) {
        return filled(rows, width, i -> low + random.nextInt(high - low + 1));
    }

    private static IntMatrix filled(int rows, int width, IntUnaryOperator value) {
        IntMatrix matrix = new IntMatrix(rows, width);
        for (int i = 0; i < rows * width; i++) {
            matrix.set(i / width, i % width, value.applyAsInt(i));
        }
        return matrix;
    }

    private static IntTensor tensor(Precision precision, int rows, int columns, IntUnaryOperator value) {
        return IntTensor.of(
                "t",
                precision,
                List.of(rows, columns),
                IntStream.range(0, rows * columns).map(value).toArray());
    }

    private static IntTensor vector(int size, DoubleUnaryOperator value) {
        return IntTensor.vector(
                "v",
                Precision.I32,
                IntStream.range(0, size)
                        .map(i -> (int) Math.rint(value.applyAsDouble(i)))
                        .toArray());
    }

    @Test
    void matrixProductsAreRoundedOnce() {
        for (int width : new int[] {1, 3, 4, 5, 33}) {
            IntMatrix x = matrix(3, width, -128, 127);
            IntTensor weight = tensor(Precision.I8, 7, width, i -> random.nextInt(255) - 127);
            IntTensor bias = vector(7, i -> random.nextInt(20_000) - 10_000);
            double[] factors = random.doubles(7, 0.0001, 0.02).toArray();
            Quantization result = new Quantization(Precision.I16, 1, 0);
            IntMatrix out = new LinearKernel(new IntOp.Linear(weight, bias, Requantizer.of("r", factors)))
                    .run(x, result, new IntMatrix(3, 7));
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 7; column++) {
                    double sum = bias.at(column);
                    for (int i = 0; i < width; i++) {
                        sum += (double) x.at(row, i) * weight.at(column, i);
                    }
                    assertThat((double) out.at(row, column)).isCloseTo(sum * factors[column], within(0.501));
                }
            }
        }
    }

    @Test
    void matrixProductsSaturateAtBothEndsAroundAnyZeroPoint() {
        IntTensor weight = tensor(Precision.I8, 2, 300, i -> i < 300 ? 127 : -127);
        IntOp.Linear op = new IntOp.Linear(weight, vector(2, i -> 0), Requantizer.of("r", 0.9, 0.9));
        for (int zeroPoint : new int[] {-128, 0, 127}) {
            IntMatrix out = new LinearKernel(op)
                    .run(filled(1, 300, i -> -128), new Quantization(Precision.I8, 1, zeroPoint), new IntMatrix(1, 2));
            assertThat(out.row(0)).containsExactly(-128, 127);
        }
    }

    @Test
    void sumsAtTheAccumulatorsBoundDoNotOverflow() {
        int columns = 130_000;
        IntTensor weight = tensor(Precision.I8, 1, columns, i -> -127);
        int room = Integer.MAX_VALUE - columns * 127 * 128;
        IntOp.Linear op = new IntOp.Linear(weight, vector(1, i -> room), Requantizer.of("r", 0x1p-20));
        IntMatrix out = new LinearKernel(op)
                .run(filled(1, columns, i -> -128), Quantization.symmetric(Precision.I16, 1), new IntMatrix(1, 1));
        assertThat(out.at(0, 0)).isEqualTo(2048);
    }

    @Test
    void convolutionsSeeOnlyRowsThatAreThere() {
        IntTensor weight = tensor(Precision.I8, 4, 3, i -> i + 1);
        IntOp.DepthwiseConv1d op =
                new IntOp.DepthwiseConv1d(weight, vector(4, i -> 10 * i), Requantizer.of("r", 1, 1, 1, 1));
        IntMatrix x = filled(4, 2, i -> i + 1);
        IntMatrix out = ConvolutionKernel.run(op, x, Quantization.symmetric(Precision.I16, 1), new IntMatrix(4, 4));
        // Channels 0 and 1 read column 0 (1 3 5 7), channels 2 and 3 read column 1 (2 4 6 8); taps are oldest first.
        assertThat(out.row(0)).containsExactly(3, 16, 38, 54);
        assertThat(out.row(1)).containsExactly(2 * 1 + 3 * 3, 10 + 5 + 6 * 3, 20 + 8 * 2 + 9 * 4, 30 + 11 * 2 + 12 * 4);
        assertThat(out.row(3)).containsExactly(3 + 10 + 21, 10 + 12 + 25 + 42, 20 + 28 + 48 + 72, 30 + 40 + 66 + 96);
    }

    private record Norm(int width, double inScale, double outScale, int zeroPoint, double epsilon) {
        RowScale rowScale() {
            return RowScale.of(width, epsilon, inScale);
        }

        IntTensor gains(double[] gain) {
            double unit = Math.scalb(1.0, 40 - rowScale().fraction()) / outScale;
            return vector(width, i -> gain[(int) i] * unit);
        }

        IntTensor biases(double[] bias) {
            return vector(width, i -> 256 * (bias[(int) i] / outScale + zeroPoint) + 128);
        }
    }

    @Test
    void layerNormIsWithinAHundredthOfAStepOfTheRoundedReal() {
        for (int width : new int[] {2, 3, 5, 16, 33, 128, 257}) {
            Norm norm = new Norm(width, 0.0003, 0.03, 11, 1e-12);
            double[] gain = random.doubles(width, -2, 2).toArray();
            double[] bias = random.doubles(width, -1, 1).toArray();
            IntMatrix x = matrix(20, width, -20_000, 20_000);
            IntMatrix out = NormKernel.layerNorm(
                    new IntOp.LayerNorm(norm.rowScale(), norm.gains(gain), norm.biases(bias)),
                    x,
                    Precision.I8,
                    new IntMatrix(20, width));
            for (int row = 0; row < 20; row++) {
                double[] real = Arrays.stream(x.row(row))
                        .mapToDouble(q -> q * norm.inScale)
                        .toArray();
                double mean = Arrays.stream(real).average().orElseThrow();
                compareNorm(norm, Arrays.stream(real).map(v -> v - mean).toArray(), gain, bias, out.row(row));
            }
        }
    }

    @Test
    void rmsNormIsWithinAHundredthOfAStepOfTheRoundedReal() {
        for (int width : new int[] {1, 2, 3, 5, 16, 33, 128, 257}) {
            Norm norm = new Norm(width, 0.0003, 0.03, -128, 1e-3);
            double[] gain = random.doubles(width, -2, 2).toArray();
            IntMatrix x = matrix(20, width, -20_000, 20_000);
            IntMatrix out = NormKernel.rmsNorm(
                    new IntOp.RmsNorm(norm.rowScale(), norm.gains(gain), norm.biases(new double[width])),
                    x,
                    Precision.I8,
                    new IntMatrix(20, width));
            for (int row = 0; row < 20; row++) {
                double[] real = Arrays.stream(x.row(row))
                        .mapToDouble(q -> q * norm.inScale)
                        .toArray();
                compareNorm(norm, real, gain, new double[width], out.row(row));
            }
        }
    }

    private static void compareNorm(Norm norm, double[] centred, double[] gain, double[] bias, int[] out) {
        double power = Arrays.stream(centred).map(v -> v * v).average().orElseThrow();
        for (int i = 0; i < out.length; i++) {
            double steps = (centred[i] / Math.sqrt(power + norm.epsilon) * gain[i] + bias[i]) / norm.outScale;
            double expected = Math.max(-128, Math.min(127, steps + norm.zeroPoint));
            // A part in 2^12 by the reciprocal root, a hundredth of a step by 8 fractional bits and the mean's
            // rounding.
            assertThat((double) out[i]).isCloseTo(expected, within(0.52 + Math.abs(steps) * 0x1p-11));
        }
    }

    @Test
    void normsOfConstantRowsAreTheirBias() {
        Norm norm = new Norm(8, 0.001, 0.02, 5, 1e-12);
        double[] bias = {0, 0.02, -0.02, 1, -1, 0.4, 100, -100};
        IntMatrix out = NormKernel.layerNorm(
                new IntOp.LayerNorm(
                        norm.rowScale(), norm.gains(new double[] {1, 1, 1, 1, 1, 1, 1, 1}), norm.biases(bias)),
                filled(1, 8, i -> -32768),
                Precision.I8,
                new IntMatrix(1, 8));
        assertThat(out.row(0)).containsExactly(5, 6, 4, 55, -45, 25, 127, -128);
    }

    @Test
    void meansOfTheLowestValuesAreExactAndHalvesRoundUp() {
        IntTensor one = vector(2, i -> 1 << 20);
        IntTensor zero = vector(2, i -> 128);
        RowScale scale = RowScale.of(2, 0, 1);
        IntOp.LayerNorm op = new IntOp.LayerNorm(scale, one, zero);
        IntMatrix low = NormKernel.layerNorm(op, filled(1, 2, i -> -32768), Precision.I8, new IntMatrix(1, 2));
        assertThat(low.row(0)).containsExactly(0, 0);
        IntMatrix half = NormKernel.layerNorm(op, filled(1, 2, i -> i), Precision.I8, new IntMatrix(1, 2));
        assertThat(half.at(0, 1)).as("1 less a mean of 1").isZero();
        assertThat(half.at(0, 0)).as("0 less a mean of 1").isNegative();
    }

    private static AttentionKernel attention(
            int heads, double scoreScale, double gain, IntMatrix q, IntMatrix k, IntMatrix v, int zeroPoint) {
        int shift = Math.max(0, Math.getExponent(gain) + 1);
        IntOp.Attention op = new IntOp.Attention(
                heads,
                Requantizer.of("e", scoreScale / Math.log(2) * Exponential.STEPS),
                Math.min(0xFFFF_FFFFL, Math.round(Math.scalb(gain, 32 - shift))),
                shift);
        return new AttentionKernel(op, q, k, v, new Quantization(Precision.I8, 1, zeroPoint));
    }

    @Test
    void attentionIsCloseToTheRealSoftmax() {
        int width = 12;
        double total = 0;
        int count = 0;
        for (int tokens : new int[] {1, 2, 7, 20}) {
            IntMatrix q = matrix(tokens, width, -127, 127);
            IntMatrix k = matrix(tokens, width, -127, 127);
            IntMatrix v = matrix(tokens, width, -127, 127);
            double scoreScale = 0.0002;
            IntMatrix out = attention(3, scoreScale, 1, q, k, v, 0).run(new IntMatrix(tokens, width));
            for (int row = 0; row < tokens; row++) {
                for (int column = 0; column < width; column++) {
                    double expected = softmaxMix(q, k, v, row, column, 4, scoreScale);
                    // Each weight is rounded by half at most; the sum of the weights is 255 or more.
                    assertThat((double) out.at(row, column)).isCloseTo(expected, within(1 + 127.0 * tokens / 255));
                    total += Math.abs(out.at(row, column) - expected);
                    count++;
                }
            }
        }
        assertThat(total / count).as("mean error in steps").isLessThan(0.35);
    }

    private static double softmaxMix(
            IntMatrix q, IntMatrix k, IntMatrix v, int row, int column, int headWidth, double scale) {
        double sum = 0;
        double weights = 0;
        int from = column / headWidth * headWidth;
        for (int j = 0; j < k.rows(); j++) {
            double score = 0;
            for (int i = from; i < from + headWidth; i++) {
                score += scale * q.at(row, i) * k.at(j, i);
            }
            weights += Math.exp(score);
            sum += Math.exp(score) * v.at(j, column);
        }
        return sum / weights;
    }

    @Test
    void equalScoresGiveTheMeanAndALeadingScoreGivesItsValue() {
        IntMatrix v = filled(4, 1, i -> new int[] {-128, 127, 100, -19}[i]);
        IntMatrix same = filled(4, 1, i -> 0);
        assertThat(attention(1, 1, 1, same, same, v, 0).run(new IntMatrix(1, 1)).at(0, 0))
                .isEqualTo(20);
        IntMatrix leading = filled(4, 1, i -> i == 1 ? 127 : -128);
        IntMatrix query = filled(1, 1, i -> 127);
        assertThat(attention(1, 0.01, 1, query, leading, v, 0)
                        .run(new IntMatrix(1, 1))
                        .at(0, 0))
                .isEqualTo(127);
        assertThat(attention(1, 0.01, 1, query, leading, v, 127)
                        .run(new IntMatrix(1, 1))
                        .at(0, 0))
                .isEqualTo(127);
        assertThat(attention(1, 0.01, 1, query, leading, v, -128)
                        .run(new IntMatrix(1, 1))
                        .at(0, 0))
                .isEqualTo(-1);
    }

    @Test
    void headsLookAtTheirOwnColumnsOnly() {
        IntMatrix q = filled(2, 2, i -> 127);
        IntMatrix k = filled(2, 2, i -> new int[] {127, -127, -127, 127}[i]);
        IntMatrix v = filled(2, 2, i -> new int[] {10, 20, 30, 40}[i]);
        IntMatrix out = attention(2, 0.01, 1, q, k, v, 0).run(new IntMatrix(2, 2));
        assertThat(out.row(0)).containsExactly(10, 40);
        assertThat(out.row(1)).containsExactly(10, 40);
    }

    @Test
    void sumsAddWhatTheirTermsStandFor() {
        IntMatrix a = filled(1, 3, i -> new int[] {-128, 0, 127}[i]);
        IntMatrix b = filled(1, 3, i -> new int[] {32767, 0, -32768}[i]);
        List<Operand> terms = List.of(
                new Operand(a, new Quantization(Precision.I8, 1, 127)),
                new Operand(b, Quantization.symmetric(Precision.I16, 1)));
        IntOp.Add op = new IntOp.Add(List.of(Requantizer.of("a", 2), Requantizer.of("b", 0.01)));
        IntMatrix wide = ElementKernels.add(op, terms, Quantization.symmetric(Precision.I16, 1), new IntMatrix(1, 3));
        assertThat(wide.row(0)).containsExactly(-510 + 328, -254, -328);
        IntMatrix narrow = ElementKernels.add(op, terms, new Quantization(Precision.I8, 1, 50), new IntMatrix(1, 3));
        assertThat(narrow.row(0)).containsExactly(-128, -128, -128);
    }

    @Test
    void lookupsStartAtTheLeastInteger() {
        IntTensor table = IntTensor.vector(
                "t", Precision.I8, IntStream.range(0, 256).map(i -> 127 - i).toArray());
        IntMatrix out = ElementKernels.lookup(
                new IntOp.Lookup(table), filled(1, 3, i -> new int[] {-128, 0, 127}[i]), new IntMatrix(1, 3));
        assertThat(out.row(0)).containsExactly(127, -1, -128);
    }

    @Test
    void zeroPointsAreAddedToWhatWasScaled() {
        Quantization result = new Quantization(Precision.I8, 1, 5);
        IntOp.Linear linear =
                new IntOp.Linear(tensor(Precision.I8, 1, 1, i -> 2), vector(1, i -> 1), Requantizer.of("r", 1));
        assertThat(new LinearKernel(linear)
                        .run(filled(1, 1, i -> 10), result, new IntMatrix(1, 1))
                        .at(0, 0))
                .isEqualTo(26);
        IntOp.DepthwiseConv1d convolution = new IntOp.DepthwiseConv1d(
                tensor(Precision.I8, 1, 1, i -> 2), vector(1, i -> 1), Requantizer.of("r", 1));
        assertThat(ConvolutionKernel.run(convolution, filled(1, 1, i -> 10), result, new IntMatrix(1, 1))
                        .at(0, 0))
                .isEqualTo(26);
    }
}
