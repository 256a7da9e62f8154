package dev.thimble.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Requantizer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Weights of 4 bits in flash are what the kernels take apart again. */
class NarrowLayoutsTest {
    private static IntOp.Linear linear(int rows, int columns, int... sixteenths) {
        int[] values = IntStream.of(sixteenths)
                .map(value -> NarrowWeights.STEP * value)
                .toArray();
        return new IntOp.Linear(
                IntTensor.of("w", Precision.I8, List.of(rows, columns), values),
                IntTensor.vector("b", Precision.I32, new int[rows]),
                Requantizer.of("m", 0.25),
                Optional.of(NarrowWeights.BITS));
    }

    private static IntTensor words(MatrixLayout layout, IntOp.Linear op) {
        return layout.weights(op);
    }

    private static int word(int first, int second) {
        return (first & 0xffff) | (second << 16);
    }

    @Test
    void twoOutputsShareAByte() {
        IntTensor bytes = words(MatrixLayout.TWOFOLD, linear(3, 2, 1, -7, 7, 3, -2, 5));
        assertThat(bytes.dims()).containsExactly(2, 2);
        assertThat(bytes.toArray()).containsExactly(16 * 7 + 1, 16 * 3 - 7, -2, 5);
    }

    @Test
    void fourOutputsShareSixteenBitsOfTheColumnsThatSxtb16TakesTogether() {
        IntTensor words =
                words(MatrixLayout.FOURFOLD, linear(4, 4, 1, 2, 3, 4, 0, 0, 0, 0, -7, -7, 7, 7, 5, -5, 6, -6));
        assertThat(words.dims()).containsExactly(1, 2);
        assertThat(words.toArray())
                .containsExactly(
                        word(5 * 4096 + (8 - 7) * 256 + 8 * 16 + 9, 6 * 4096 + (8 + 7) * 256 + 8 * 16 + 11),
                        word(-5 * 4096 + (8 - 7) * 256 + 8 * 16 + 10, -6 * 4096 + (8 + 7) * 256 + 8 * 16 + 12));
    }

    @Test
    void eachSetReadsItsOwnLayoutAndMatricesOfEightBitsStayAsTheyWere() {
        IntOp.Linear narrow = linear(2, 2, 1, 2, 3, 4);
        IntOp.Linear whole = new IntOp.Linear(narrow.weight(), narrow.bias(), narrow.requantizer());
        for (KernelSet set : KernelSets.all()) {
            assertThat(MatrixLayout.fastest(set, narrow))
                    .isEqualTo(set == KernelSets.DSP ? MatrixLayout.FOURFOLD : MatrixLayout.TWOFOLD);
            assertThat(MatrixLayout.fastest(set, whole))
                    .isEqualTo(set == KernelSets.DSP ? MatrixLayout.PAIRED : MatrixLayout.PLAIN);
        }
    }

    /** They take half of what weights of 8 bits take in the same set, but for filling up. */
    @Test
    void theyTakeHalfTheBytes() {
        IntOp.Linear narrow = linear(8, 12, new int[96]);
        IntOp.Linear whole = new IntOp.Linear(narrow.weight(), narrow.bias(), narrow.requantizer());
        for (KernelSet set : KernelSets.all()) {
            assertThat(2 * MatrixLayout.fastest(set, narrow).weights(narrow).bytes())
                    .isEqualTo(MatrixLayout.fastest(set, whole).weights(whole).bytes());
        }
    }

    /** The arithmetic of the kernels, modulo 2^32, up to the largest sums that are allowed. */
    @Test
    void allSumsComeBackExactly() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int columns = round == 0 ? 585 : 1 + random.nextInt(300);
            boolean extreme = random.nextInt(4) == 0 || round == 0;
            int[] weights = random.ints(4L * columns, -7, 8)
                    .map(value -> extreme ? (value < 0 ? -7 : 7) : value)
                    .toArray();
            int[] x = random.ints(columns, -128, 128)
                    .map(value -> extreme ? -128 : value)
                    .toArray();
            IntOp.Linear op = linear(4, columns, weights);
            assertThat(twofold(op, x)).containsExactly(dots(op, x));
            assertThat(fourfold(op, x)).containsExactly(dots(op, x));
        }
    }

    private static int[] dots(IntOp.Linear op, int[] x) {
        return IntStream.range(0, 4)
                .map(row -> IntStream.range(0, x.length)
                        .map(i -> op.weight().at(row, i) * x[i])
                        .sum())
                .toArray();
    }

    private static int[] twofold(IntOp.Linear op, int[] x) {
        IntTensor bytes = MatrixLayout.TWOFOLD.weights(op);
        int[] sums = new int[4];
        for (int row = 0; row < 2; row++) {
            int first = 0;
            int both = 0;
            for (int i = 0; i < x.length; i++) {
                first += x[i] * (byte) (bytes.at(row, i) << 4);
                both += x[i] * bytes.at(row, i);
            }
            sums[2 * row] = first;
            sums[2 * row + 1] = both - (first >> 4);
        }
        return sums;
    }

    private static int[] fourfold(IntOp.Linear op, int[] x) {
        IntTensor words = MatrixLayout.FOURFOLD.weights(op);
        int start = -8 * IntStream.of(x).sum();
        int[] s = {start, start << 4, start << 8, start + (start << 4) + (start << 8)};
        for (int i = 0; i < x.length; i++) {
            int word = words.at(0, i / 4 * 2 + i % 2);
            int value = i % 4 < 2 ? (short) word : word >> 16;
            s[0] += x[i] * (value & 0xF);
            s[1] += x[i] * (value & 0xF0);
            s[2] += x[i] * (value & 0xF00);
            s[3] += x[i] * value;
        }
        return new int[] {s[0] << 4, s[1], s[2] >> 4, (s[3] - s[2] - s[1] - s[0]) >> 8};
    }
}
