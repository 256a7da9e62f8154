package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExponentialTest {
    /** 2^(1/256) by eight square roots, to 60 digits. */
    private static BigDecimal root() {
        BigDecimal root = BigDecimal.valueOf(2);
        for (int i = 0; i < 8; i++) {
            root = root.sqrt(new MathContext(60));
        }
        return root;
    }

    @Test
    void everyTableEntryIsTheRoundedPower() {
        BigDecimal value = BigDecimal.valueOf(255L << 8);
        for (int f = 0; f < Exponential.STEPS; f++) {
            int rounded = value.add(BigDecimal.valueOf(0.5)).intValue();
            assertThat(Exponential.TABLE.at(f)).as("entry %d", f).isEqualTo(rounded);
            value = value.divide(root(), new MathContext(60));
        }
    }

    @Test
    void theCFileHoldsTheTable() throws IOException {
        String c =
                Files.readString(Path.of(System.getProperty("thimble.root"), "runtime-c/src/kernels/portable/exp2.c"));
        String body = c.substring(c.indexOf("{") + 1, c.indexOf("}"));
        int[] entries = Stream.of(body.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(entries).isEqualTo(Exponential.TABLE.toArray());
    }

    @Test
    void weightsAreWithinOneOfTheExactPowerAndNeverRise() {
        int before = Exponential.ONE;
        for (int t = 0; t < 6000; t++) {
            int weight = Exponential.weight(t);
            assertThat((double) weight).isCloseTo(255 * Math.pow(2, -t / 256.0), within(0.51));
            assertThat(weight).isBetween(0, before);
            before = weight;
        }
    }

    @Test
    void theLargestScoreWeighs255AndFarOnesNothing() {
        assertThat(Exponential.weight(0)).isEqualTo(255);
        assertThat(Exponential.weight(256)).isEqualTo(128);
        assertThat(Exponential.weight(256 * 8)).isEqualTo(1);
        assertThat(Exponential.weight(256 * 9)).isZero();
        assertThat(Exponential.weight(Integer.MAX_VALUE)).isZero();
    }
}
