package dev.thimble.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Requantizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixPairsTest {
    private static IntTensor weight(int rows, int columns, int... values) {
        return IntTensor.of("w", Precision.I8, List.of(rows, columns), values);
    }

    private static IntOp.Linear linear(IntTensor weight, double factor, int... bias) {
        return new IntOp.Linear(weight, IntTensor.vector("b", Precision.I32, bias), Requantizer.of("m", factor));
    }

    private static boolean fits(IntTensor weight, int... bias) {
        return MatrixLayout.PAIRED.suits(KernelSets.DSP, linear(weight, 0.25, bias));
    }

    private static IntTensor words(IntTensor weight, int... bias) {
        return MatrixLayout.PAIRED.weights(linear(weight, 0.25, bias));
    }

    private static int word(int first, int second) {
        return (first & 0xffff) | (second << 16);
    }

    @Test
    void columnsOfAQuadAreInTheOrderOfSxtb16() {
        IntTensor pairs = words(weight(2, 4, 1, 2, 3, 4, 10, 20, 30, 40), 0, 0);
        assertThat(pairs.dims()).containsExactly(1, 4);
        assertThat(pairs.toArray()).containsExactly(word(2561, 7683), 0, word(5122, 10244), 0);
    }

    @Test
    void bothPairsOfFourOutputsLieSideBySide() {
        IntTensor pairs = words(weight(5, 1, 1, 2, 3, 4, 5), 0, 0, 0, 0, 0);
        assertThat(pairs.dims()).containsExactly(2, 4);
        assertThat(pairs.toArray()).containsExactly(word(513, 0), word(1027, 0), 0, 0, word(5, 0), 0, 0, 0);
    }

    @Test
    void whatIsBeyondTheMatrixIsZero() {
        assertThat(words(weight(3, 1, 5, -6, 7), 0, 0, 0).toArray())
                .containsExactly(word(-6 * 256 + 5, 0), word(7, 0), 0, 0);
    }

    @Test
    void onlyTheDspSetReadsPairs() {
        IntOp.Linear op = linear(weight(2, 1, 1, 1), 0.25, 0, 0);
        assertThat(MatrixLayout.fastest(KernelSets.DSP, op)).isEqualTo(MatrixLayout.PAIRED);
        assertThat(MatrixLayout.fastest(KernelSets.MVE, op)).isEqualTo(MatrixLayout.PLAIN);
    }

    /** 512 weights of 127 and one more of 127 stay below 2^16; 517 of them do not. */
    @Test
    void aSumThatCouldReachTheBoundIsNotPaired() {
        assertThat(fits(extreme(516), 0, 0)).isTrue();
        assertThat(fits(extreme(517), 0, 0)).isFalse();
    }

    /** 2^23 - 128 * 127 * 516 = 512. */
    @Test
    void theBiasCountsTowardsTheBound() {
        assertThat(fits(extreme(516), 1 << 30, -511)).isTrue();
        assertThat(fits(extreme(516), 0, -512)).isFalse();
    }

    /** The kernels have no shift. */
    @Test
    void factorsOfAHalfAndMoreStayPlain() {
        IntOp.Linear less = linear(weight(2, 1, 1, 1), 0.49, 0, 0);
        IntOp.Linear more = linear(weight(2, 1, 1, 1), 0.51, 0, 0);
        assertThat(MatrixLayout.PAIRED.suits(KernelSets.DSP, less)).isTrue();
        assertThat(MatrixLayout.PAIRED.suits(KernelSets.DSP, more)).isFalse();
    }

    /** The first of a pair is summed by itself and has no such bound. */
    @Test
    void onlyTheSecondOutputOfAPairIsBounded() {
        int columns = 600;
        int[] values = new int[2 * columns];
        Arrays.fill(values, 0, columns, 127);
        assertThat(fits(weight(2, columns, values), 0, 0)).isTrue();
    }

    private static IntTensor extreme(int columns) {
        return weight(2, columns, IntStream.range(0, 2 * columns).map(i -> 127).toArray());
    }

    /** The arithmetic of the kernel, modulo 2^32, with the largest sums that are allowed. */
    @Test
    void bothSumsComeBackExactly() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int columns = 4 * (1 + random.nextInt(129));
            int[] values = random.ints(2L * columns, -127, 128).toArray();
            int[] x = random.ints(columns, -128, 128).toArray();
            IntTensor w = weight(2, columns, round == 0 ? extreme(columns).toArray() : values);
            int[] bias = random.ints(2, -500, 500).toArray();
            if (fits(w, bias)) {
                assertSums(w, words(w, bias), bias, x);
            }
        }
    }

    private static void assertSums(IntTensor w, IntTensor pairs, int[] bias, int[] x) {
        int both = 256 * bias[1] + bias[0];
        int first = bias[0];
        for (int i = 0; i < x.length; i++) {
            int word = pairs.at(0, i / 4 * 4 + i % 2 * 2);
            int pair = i % 4 < 2 ? (short) word : word >> 16;
            both += x[i] * pair;
            first += x[i] * (byte) pair;
        }
        assertThat(first).isEqualTo(bias[0] + dot(w, 0, x));
        assertThat((both - first) >> 8).isEqualTo(bias[1] + dot(w, 1, x));
    }

    private static int dot(IntTensor w, int row, int[] x) {
        int sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += w.at(row, i) * x[i];
        }
        return sum;
    }
}
