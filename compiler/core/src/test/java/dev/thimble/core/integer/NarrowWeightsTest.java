package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NarrowWeightsTest {
    private static final Requantizer QUARTER = Requantizer.of("m", 0.25);

    private static IntTensor weight(int... values) {
        return IntTensor.of("w", Precision.I8, List.of(1, values.length), values);
    }

    private static IntTensor equal(int columns, int value) {
        return weight(IntStream.range(0, columns).map(i -> value).toArray());
    }

    @Test
    void multiplesOfSixteenUpToSevenAreWeightsOfFourBits() {
        assertThat(NarrowWeights.fit(weight(-112, -16, 0, 48, 112), QUARTER)).isTrue();
        assertThat(NarrowWeights.fit(weight(16, 17), QUARTER)).isFalse();
        assertThat(NarrowWeights.fit(weight(-128), QUARTER)).isFalse();
    }

    /** 585 · 7 = 4095. */
    @Test
    void sixteenthsAddUpToLessThan4096() {
        assertThat(NarrowWeights.fit(equal(585, -112), QUARTER)).isTrue();
        assertThat(NarrowWeights.fit(equal(586, 112), QUARTER)).isFalse();
    }

    /** The kernels have no shift. */
    @Test
    void factorsOfAHalfAndMoreAreRefused() {
        assertThat(NarrowWeights.fit(weight(16), Requantizer.of("m", 0.51))).isFalse();
    }

    @Test
    void noOperatorClaimsBitsThatItsWeightsDoNotHave() {
        IntTensor bias = IntTensor.vector("b", Precision.I32, new int[1]);
        IntTensor weight = weight(16, 32);
        assertThat(new IntOp.Linear(weight, bias, QUARTER, Optional.of(4)).isNarrow())
                .isTrue();
        assertThat(new IntOp.Linear(weight, bias, QUARTER).isNarrow()).isFalse();
        assertThatThrownBy(() -> new IntOp.Linear(weight(1), bias, QUARTER, Optional.of(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("w is no matrix of 4 bits");
        assertThatThrownBy(() -> new IntOp.Linear(weight, bias, QUARTER, Optional.of(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
