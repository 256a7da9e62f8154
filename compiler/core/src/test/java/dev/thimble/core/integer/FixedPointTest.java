package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FixedPointTest {
    private static final int[] CORNERS = {
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        -(1 << 30),
        -65536,
        -2,
        -1,
        0,
        1,
        2,
        3,
        65535,
        1 << 30,
        Integer.MAX_VALUE
    };

    private static int exactMulHigh(int a, int b) {
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .add(BigInteger.ONE.shiftLeft(31))
                .shiftRight(32)
                .intValueExact();
    }

    @Test
    void mulHighIsTheRoundedHighWordAtEveryCorner() {
        for (int a : CORNERS) {
            for (int b : CORNERS) {
                assertThat(FixedPoint.mulHigh(a, b)).as("%d * %d", a, b).isEqualTo(exactMulHigh(a, b));
            }
        }
    }

    @Test
    void mulHighIsTheRoundedHighWordAnywhere() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            int a = random.nextInt() >> random.nextInt(32);
            int b = random.nextInt() >> random.nextInt(32);
            if (FixedPoint.mulHigh(a, b) != exactMulHigh(a, b)) {
                assertThat(FixedPoint.mulHigh(a, b)).as("%d * %d", a, b).isEqualTo(exactMulHigh(a, b));
            }
        }
    }

    @Test
    void mulHighRoundsHalvesUp() {
        assertThat(FixedPoint.mulHigh(1 << 16, 1 << 15)).isEqualTo(1);
        assertThat(FixedPoint.mulHigh(1 << 16, -(1 << 15))).isZero();
        assertThat(FixedPoint.mulHigh(3 << 16, -(1 << 15))).isEqualTo(-1);
    }

    private static void checkRoot(long x) {
        long root = FixedPoint.squareRoot(x);
        assertThat(root * root <= x && (root + 1) * (root + 1) > x)
                .as("root of %d: %d", x, root)
                .isTrue();
    }

    @Test
    void squareRootsAreExactAroundEverySquareOfAPowerOfTwoAndAtTheEnds() {
        LongStream.rangeClosed(0, 5000).forEach(FixedPointTest::checkRoot);
        for (int bit = 1; bit < 16; bit++) {
            for (long root : new long[] {(1L << bit) - 1, 1L << bit, (1L << bit) + 1}) {
                checkRoot(root * root - 1);
                checkRoot(root * root);
                checkRoot(root * root + 1);
            }
        }
        checkRoot(65535L * 65535);
        checkRoot(65535L * 65535 - 1);
        checkRoot(0xFFFF_FFFFL);
    }

    @Test
    void squareRootsAreExactAnywhere() {
        new Random(2).longs(20_000, 0, 1L << 32).forEach(FixedPointTest::checkRoot);
    }

    @Test
    void roundedShiftsRoundHalvesUp() {
        assertThat(FixedPoint.shiftRounded(3, 4)).isEqualTo(48);
        assertThat(FixedPoint.shiftRounded(3, 0)).isEqualTo(3);
        assertThat(FixedPoint.shiftRounded(3, -1)).isEqualTo(2);
        assertThat(FixedPoint.shiftRounded(-3, -1)).isEqualTo(-1);
        assertThat(FixedPoint.shiftRounded(5, -2)).isEqualTo(1);
        assertThat(FixedPoint.shiftRounded(6, -2)).isEqualTo(2);
        assertThat(FixedPoint.shiftRounded(Integer.MAX_VALUE, -31)).isEqualTo(1);
    }
}
