package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Requantizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccumulatorBoundsTest {
    @Test
    void theLargest32BitValueIsAllowedAndTheNextIsNot() {
        assertThatCode(() -> AccumulatorBounds.check("n", Integer.MAX_VALUE, 0)).doesNotThrowAnyException();
        assertThatCode(() -> AccumulatorBounds.check("n", Integer.MAX_VALUE >> 5, 5))
                .doesNotThrowAnyException();
        refused(() -> AccumulatorBounds.check("layer.0", 1L << 31, 0));
        refused(() -> AccumulatorBounds.check("layer.0", (Integer.MAX_VALUE >> 5) + 1, 5));
    }

    @Test
    void aShiftThatLosesBitsIsNoWayAroundTheBound() {
        refused(() -> AccumulatorBounds.check("layer.0", 1L << 40, 30));
        refused(() -> AccumulatorBounds.check("layer.0", Long.MAX_VALUE, 1));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0301")
                .hasMessageContaining("layer.0");
    }

    private static IntTensor full(int rows, int columns, int value) {
        int[] values = new int[rows * columns];
        Arrays.fill(values, value);
        return IntTensor.of("w", Precision.I8, List.of(rows, columns), values);
    }

    @Test
    void productsAreBoundedByTheirHeaviestRowWithItsBias() {
        IntTensor weight = full(1, 100, -127);
        int room = Integer.MAX_VALUE - 100 * 127 * 128;
        Requantizer requantizer = Requantizer.of("r", 0.1);
        for (int bias : new int[] {room, -room}) {
            IntTensor fits = IntTensor.vector("b", Precision.I32, new int[] {bias});
            assertThatCode(() -> AccumulatorBounds.checkProduct("n", weight, fits, requantizer))
                    .doesNotThrowAnyException();
            IntTensor exceeds = IntTensor.vector("b", Precision.I32, new int[] {bias + Integer.signum(bias)});
            refused(() -> AccumulatorBounds.checkProduct("layer.0", weight, exceeds, requantizer));
        }
        IntTensor zero = IntTensor.vector("b", Precision.I32, new int[] {0});
        assertThat(Requantizer.of("r", 1000).shift()).isEqualTo(11);
        refused(() -> AccumulatorBounds.checkProduct("layer.0", weight, zero, Requantizer.of("r", 1000)));
    }

    @Test
    void attentionIsBoundedByItsScoresAndByItsWeightedSum() {
        assertThatCode(() -> AccumulatorBounds.checkAttention("n", 64, 512, 8, 6))
                .doesNotThrowAnyException();
        refused(() -> AccumulatorBounds.checkAttention("layer.0", 64, 512, 10, 0));
        refused(() -> AccumulatorBounds.checkAttention("layer.0", 64, 512, 0, 8));
        refused(() -> AccumulatorBounds.checkAttention("layer.0", 1, 70_000, 0, 0));
    }
}
