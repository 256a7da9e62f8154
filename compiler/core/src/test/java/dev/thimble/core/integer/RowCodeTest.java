package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.ir.IndexSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowCodeTest {
    @ParameterizedTest
    @EnumSource(
            value = RowCode.class,
            names = {"BITS_2", "BITS_3", "BITS_4"})
    void levelsAreAsManyAsBitsCanTellApartAndSymmetric(RowCode code) {
        List<Integer> levels = code.levels();
        assertThat(levels).hasSize(1 << code.bits()).isSorted().doesNotHaveDuplicates();
        assertThat(levels.get(levels.size() - 1)).isEqualTo(127);
        for (int i = 0; i < levels.size(); i++) {
            assertThat(levels.get(i)).isEqualTo(-levels.get(levels.size() - 1 - i));
            assertThat(code.stored(levels.get(i))).isEqualTo(i);
        }
    }

    /** Lloyd's two conditions (1957): borders lie halfway, and each level is the mean of what it stands for. */
    @ParameterizedTest
    @CsvSource({"BITS_2, 1.5104", "BITS_3, 2.1520", "BITS_4, 2.7326"})
    void levelsAreMeansOfNormalValuesBetweenTheirBorders(RowCode code, double largest) {
        List<Integer> levels = code.levels();
        for (int i = 0; i < levels.size(); i++) {
            double unit = largest / 127;
            double from = i == 0 ? -8 : (levels.get(i - 1) + levels.get(i)) * unit / 2;
            double to = i == levels.size() - 1 ? 8 : (levels.get(i) + levels.get(i + 1)) * unit / 2;
            assertThat(levels.get(i) * unit).isCloseTo(meanOfNormal(from, to), within(unit));
        }
    }

    private static double meanOfNormal(double from, double to) {
        double weighted = 0;
        double total = 0;
        int steps = 10_000;
        for (int i = 0; i < steps; i++) {
            double at = from + (to - from) * (i + 0.5) / steps;
            double density = Math.exp(-at * at / 2);
            weighted += at * density;
            total += density;
        }
        return weighted / total;
    }

    @Test
    void rowsBeginWithABytes() {
        assertThat(RowCode.of(3).bytes(128)).isEqualTo(48);
        assertThat(RowCode.of(3).bytes(3)).isEqualTo(2);
        assertThat(RowCode.of(2).bytes(5)).isEqualTo(2);
        assertThat(RowCode.of(8).bytes(5)).isEqualTo(5);
    }

    @Test
    void otherWidthsAndOtherValuesAreRefused() {
        assertThatThrownBy(() -> RowCode.of(5)).hasMessageContaining("5 bits");
        IntTensor table = IntTensor.of("t", Precision.I8, List.of(2, 2), new int[] {1, 2, 38, 39});
        IntTensor bits = IntTensor.vector("b", Precision.I8, new int[] {8, 2});
        assertThatThrownBy(() ->
                        new IntOp.Embedding(new IndexSource.TokenId(), table, Optional.empty(), Optional.of(bits)))
                .hasMessageContaining("39 in row 1");
    }

    @Test
    void productsOfAnEightBitResultAreRoundedHalfUp() {
        assertThat(IntOp.Embedding.looked(127, 127, Precision.I8)).isEqualTo(126);
        assertThat(IntOp.Embedding.looked(-1, 64, Precision.I8)).isZero();
        assertThat(IntOp.Embedding.looked(1, 64, Precision.I8)).isEqualTo(1);
        assertThat(IntOp.Embedding.looked(-127, 127, Precision.I16)).isEqualTo(-16_129);
    }
}
