package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.pipeline.fit.WeightBits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which {@code --fit} takes bits away. */
class WeightBitsTest {
    private static WeightBits bits(int tokens, int matrices) {
        return new WeightBits(new MeanBits(tokens), new MeanBits(matrices));
    }

    @Test
    void eachStepTakesAHundredthFromOneOfThem() {
        List<WeightBits> ladder = WeightBits.ladder();
        assertThat(ladder.get(0)).isEqualTo(WeightBits.ALL);
        assertThat(ladder.get(ladder.size() - 1)).isEqualTo(WeightBits.LEAST);
        for (int at = 1; at < ladder.size(); at++) {
            assertThat(ladder.get(at - 1).hundredths() - ladder.get(at).hundredths())
                    .isEqualTo(1);
            assertThat(ladder.get(at).atMost(ladder.get(at - 1))).isEqualTo(ladder.get(at));
        }
    }

    @Test
    void matricesBeginWhereTokenEmbeddingsHaveThreeBits() {
        assertThat(WeightBits.ladder()).contains(bits(300, 800), bits(300, 600), bits(250, 600), bits(250, 400));
        assertThat(WeightBits.ladder()).doesNotContain(bits(301, 799), bits(299, 800), bits(249, 401));
    }

    @Test
    void ofBothTheLesserCounts() {
        assertThat(bits(300, 600).atMost(bits(400, 500))).isEqualTo(bits(300, 500));
        QuantizerOptions options = bits(275, 450).in(QuantizerOptions.all());
        assertThat(WeightBits.of(options)).isEqualTo(bits(275, 450));
    }
}
