package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntTensorTest {
    private static final IntTensor TENSOR =
            IntTensor.of("w", Precision.I8, List.of(2, 3), new int[] {1, -2, 3, -128, 127, 0});

    @Test
    void valuesStandRowByRow() {
        assertThat(TENSOR.rows()).isEqualTo(2);
        assertThat(TENSOR.columns()).isEqualTo(3);
        assertThat(TENSOR.size()).isEqualTo(6);
        assertThat(TENSOR.at(4)).isEqualTo(127);
        assertThat(TENSOR.at(1, 0)).isEqualTo(-128);
        assertThat(TENSOR.at(0, 2)).isEqualTo(3);
        assertThat(TENSOR.dims()).containsExactly(2, 3);
        assertThat(TENSOR.toArray()).containsExactly(1, -2, 3, -128, 127, 0);
    }

    @Test
    void bytesAreThoseOfThePrecision() {
        assertThat(TENSOR.bytes()).isEqualTo(6);
        assertThat(IntTensor.vector("b", Precision.I32, new int[3]).bytes()).isEqualTo(12);
        assertThat(IntTensor.vector("b", Precision.I16, new int[3]).bytes()).isEqualTo(6);
        assertThat(TENSOR.precision()).isEqualTo(Precision.I8);
        assertThat(Precision.I16.bits()).isEqualTo(16);
    }

    @Test
    void aVectorHasOneColumn() {
        IntTensor vector = IntTensor.vector("b", Precision.I32, new int[] {5, 6});
        assertThat(vector.rows()).isEqualTo(2);
        assertThat(vector.columns()).isEqualTo(1);
        assertThat(vector.at(1, 0)).isEqualTo(6);
    }

    @Test
    void rowsAreSummedWithAndWithoutSign() {
        assertThat(TENSOR.rowSum(0)).isEqualTo(2);
        assertThat(TENSOR.rowSum(1)).isEqualTo(-1);
        assertThat(TENSOR.absoluteRowSum(0)).isEqualTo(6);
        assertThat(TENSOR.absoluteRowSum(1)).isEqualTo(255);
        IntTensor least = IntTensor.vector("b", Precision.I32, new int[] {Integer.MIN_VALUE});
        assertThat(least.absoluteRowSum(0)).isEqualTo(1L << 31);
    }

    @Test
    void neitherTheSourceNorACopyReachesTheValues() {
        int[] values = {1, 2};
        IntTensor tensor = IntTensor.vector("b", Precision.I8, values);
        values[0] = 9;
        tensor.toArray()[1] = 9;
        assertThat(tensor.toArray()).containsExactly(1, 2);
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        for (int value : new int[] {-129, 128}) {
            assertThatThrownBy(() -> IntTensor.vector("b", Precision.I8, new int[] {value}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b: " + value);
        }
        assertThatThrownBy(() -> IntTensor.of("b", Precision.I8, List.of(2, 2), new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 values");
    }

    @Test
    void tensorsAreEqualByNameTypeShapeAndValues() {
        IntTensor same = IntTensor.of("w", Precision.I8, List.of(2, 3), TENSOR.toArray());
        assertThat(same).isEqualTo(TENSOR).hasSameHashCodeAs(TENSOR).hasToString("w[2, 3]I8");
        assertThat(List.of(
                        IntTensor.of("v", Precision.I8, List.of(2, 3), TENSOR.toArray()),
                        IntTensor.of("w", Precision.I16, List.of(2, 3), TENSOR.toArray()),
                        IntTensor.of("w", Precision.I8, List.of(3, 2), TENSOR.toArray()),
                        IntTensor.of("w", Precision.I8, List.of(2, 3), new int[6])))
                .doesNotContain(TENSOR);
        assertThat(TENSOR.hashCode())
                .isNotEqualTo(IntTensor.of("w", Precision.I8, List.of(2, 3), new int[6])
                        .hashCode());
        assertThat(TENSOR).isNotEqualTo("w");
    }
}
