package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.RowCode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits go to the rows where they save the most. */
class RowWidthsTest {
    private static final int WIDTH = 8;
    private static final int ROWS = 6;

    private static long bytes(RowCode... codes) {
        return Arrays.stream(codes).mapToLong(code -> code.bytes(WIDTH)).sum();
    }

    private static double error(double[][] errors, RowCode... codes) {
        return IntStream.range(0, codes.length)
                .mapToDouble(row -> errors[row][codes[row].place()])
                .sum();
    }

    /** Errors that fall with every bit, by another factor for each row. */
    private static double[][] falling(Random random) {
        double[][] errors = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            double use = Math.exp(4 * random.nextGaussian());
            errors[row] = Arrays.stream(RowCode.values())
                    .mapToDouble(code -> use * Math.pow(0.2 + 0.1 * random.nextDouble(), code.bits()))
                    .toArray();
        }
        return errors;
    }

    /** The least error of all choices that take no more bytes. */
    private static double least(double[][] errors, long bytes) {
        RowCode[] all = RowCode.values();
        double least = Double.POSITIVE_INFINITY;
        for (int choice = 0; choice < 1 << (2 * ROWS); choice++) {
            RowCode[] codes = new RowCode[ROWS];
            for (int row = 0; row < ROWS; row++) {
                codes[row] = all[choice >> (2 * row) & 3];
            }
            least = bytes(codes) <= bytes ? Math.min(least, error(errors, codes)) : least;
        }
        return least;
    }

    /** With exactly the bytes that were taken nothing else has less error: that is what the hull is for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingOfTheSameSizeIsBetter(long seed) {
        double[][] errors = falling(new Random(seed));
        for (int bytes = ROWS * 2; bytes <= ROWS * WIDTH; bytes++) {
            RowCode[] codes = new RowWidths(WIDTH, errors).within(bytes);
            assertThat(bytes(codes)).isLessThanOrEqualTo(bytes);
            assertThat(error(errors, codes)).isEqualTo(least(errors, bytes(codes)));
        }
    }

    @Test
    void rowsThatAreNeverUsedStayNarrow() {
        double[][] errors = {{0, 0, 0, 0}, {4, 3, 2, 1}, {0, 0, 0, 0}};
        assertThat(new RowWidths(WIDTH, errors).within(100))
                .containsExactly(RowCode.BITS_2, RowCode.BITS_8, RowCode.BITS_2);
    }

    @Test
    void narrowRowsAreTakenWhereNotEvenTheyFit() {
        assertThat(new RowWidths(WIDTH, falling(new Random(0))).within(0)).containsOnly(RowCode.BITS_2);
    }
}
