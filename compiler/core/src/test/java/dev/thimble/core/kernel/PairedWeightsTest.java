package dev.thimble.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Requantizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedWeightsTest {
    private static IntTensor weight(int rows, int columns, int... values) {
        return IntTensor.of("w", Precision.I8, List.of(rows, columns), values);
    }

    private static IntOp.Linear linear(IntTensor weight, double factor, int... bias) {
        return new IntOp.Linear(weight, IntTensor.vector("b", Precision.I32, bias), Requantizer.of("m", factor));
    }

    private static Optional<IntTensor> pairs(IntTensor weight, int... bias) {
        return PairedWeights.of(linear(weight, 0.25, bias));
    }

    @Test
    void columnsOfAQuadAreInTheOrderOfSxtb16() {
        IntTensor pairs = pairs(weight(2, 4, 1, 2, 3, 4, 10, 20, 30, 40), 0, 0).orElseThrow();
        assertThat(pairs.dims()).containsExactly(1, 4);
        assertThat(pairs.toArray()).containsExactly(2561, 7683, 5122, 10244);
    }

    @Test
    void whatIsBeyondTheMatrixIsZero() {
        IntTensor pairs = pairs(weight(3, 1, 5, -6, 7), 0, 0, 0).orElseThrow();
        assertThat(pairs.dims()).containsExactly(2, 4);
        assertThat(pairs.toArray()).containsExactly(-6 * 256 + 5, 0, 0, 0, 7, 0, 0, 0);
    }

    /** 512 weights of 127 and one more of 127 stay below 2^16; 517 of them do not. */
    @Test
    void aSumThatCouldReachTheBoundIsNotPaired() {
        assertThat(pairs(extreme(516), 0, 0)).isPresent();
        assertThat(pairs(extreme(517), 0, 0)).isEmpty();
    }

    /** 2^23 - 128 * 127 * 516 = 512. */
    @Test
    void theBiasCountsTowardsTheBound() {
        assertThat(pairs(extreme(516), 1 << 30, -511)).isPresent();
        assertThat(pairs(extreme(516), 0, -512)).isEmpty();
    }

    /** The kernel has no shift. */
    @Test
    void factorsOfAHalfAndMoreAreNotPaired() {
        assertThat(PairedWeights.of(linear(weight(2, 1, 1, 1), 0.49, 0, 0))).isPresent();
        assertThat(PairedWeights.of(linear(weight(2, 1, 1, 1), 0.51, 0, 0))).isEmpty();
    }

    /** The first of a pair is summed by itself and has no such bound. */
    @Test
    void onlyTheSecondOutputOfAPairIsBounded() {
        int columns = 600;
        int[] values = new int[2 * columns];
        Arrays.fill(values, 0, columns, 127);
        assertThat(pairs(weight(2, columns, values), 0, 0)).isPresent();
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
            pairs(w, bias).ifPresent(pairs -> assertSums(w, pairs, bias, x));
        }
    }

    private static void assertSums(IntTensor w, IntTensor pairs, int[] bias, int[] x) {
        int[] order = {0, 2, 1, 3};
        int both = 256 * bias[1] + bias[0];
        int first = bias[0];
        for (int i = 0; i < x.length; i++) {
            int value = x[i / 4 * 4 + order[i % 4]];
            both += value * pairs.at(0, i);
            first += value * (byte) pairs.at(0, i);
        }
        assertThat(first).isEqualTo(bias[0] + w.dot(0, x, 0));
        assertThat((both - first) >> 8).isEqualTo(bias[1] + w.dot(1, x, 0));
    }
}
