package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputNeedTest {
    private static final FloatTensor VECTOR = GraphSketch.vector(1);

    private static List<InputNeed> needs(Op... ops) {
        return Stream.of(ops).map(OpQuantizer::need).toList();
    }

    @Test
    void productsAndTablesNeed8BitsNorms16AndSumsTakeAnything() {
        assertThat(needs(new Op.Linear(VECTOR, VECTOR), new Op.Activation(ActivationKind.GELU)))
                .containsOnly(InputNeed.I8);
        assertThat(needs(new Op.Attention(1, 1), new Op.DepthwiseConv1d(VECTOR, VECTOR)))
                .containsOnly(InputNeed.I8_SYMMETRIC);
        assertThat(needs(new Op.LayerNorm(VECTOR, VECTOR, 1), new Op.RmsNorm(VECTOR, 1)))
                .containsOnly(InputNeed.I16);
        assertThat(needs(
                        new Op.Add(),
                        new Op.WeightedSum(List.of(1.0)),
                        new Op.Pool(PoolKind.FIRST),
                        new Op.Embedding(new IndexSource.TokenId(), VECTOR)))
                .containsOnly(InputNeed.ANY);
    }

    private static List<InputNeed> accepting(Quantization quantization) {
        return Arrays.stream(InputNeed.values())
                .filter(need -> need.accepts(quantization))
                .toList();
    }

    @Test
    void aValueIsUsedAsItIsWhereItsBitsAndZeroPointDo() {
        assertThat(accepting(new Quantization(Precision.I8, 1, 3))).containsExactly(InputNeed.ANY, InputNeed.I8);
        assertThat(accepting(new Quantization(Precision.I8, 1, 0)))
                .containsExactly(InputNeed.ANY, InputNeed.I8, InputNeed.I8_SYMMETRIC);
        assertThat(accepting(Quantization.symmetric(Precision.I16, 1))).containsExactly(InputNeed.ANY, InputNeed.I16);
    }
}
