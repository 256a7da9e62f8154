package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.AbsorbKeysAndValues;
import dev.thimble.core.pass.CentreBeforeNorms;
import dev.thimble.core.pass.ComposeLinears;
import dev.thimble.core.pass.FlattenSums;
import dev.thimble.core.pass.FoldCoefficients;
import dev.thimble.core.pass.JoinLinears;
import dev.thimble.core.pass.MoveOffsets;
import dev.thimble.core.pass.Pass;
import dev.thimble.core.pass.RemoveDeadChannels;
import dev.thimble.core.text.GraphText;
import dev.thimble.testing.DoubleExecutor;
import dev.thimble.testing.RandomGraph;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pass keeps the function of random graphs, in double precision. */
class FoldingTest {
    private static final int SEEDS = 500;
    private static final int AT_LEAST = 12;
    private static final List<Pass> PASSES = List.of(
            new FoldCoefficients(),
            new RemoveDeadChannels(),
            new AbsorbKeysAndValues(),
            new ComposeLinears(),
            new FlattenSums(),
            new JoinLinears(),
            new CentreBeforeNorms(),
            new MoveOffsets());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void thePassKeepsTheFunctionOfWhatThoseBeforeItLeft(int index) {
        int rewritten = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Graph before = RandomGraph.of(seed, "m" + seed);
            for (Pass earlier : PASSES.subList(0, index)) {
                before = earlier.run(before);
            }
            Graph after = PASSES.get(index).run(before);
            if (!after.equals(before)) {
                rewritten++;
                assertSame(seed, before, after);
            }
        }
        assertThat(rewritten).as("graphs that the pass rewrote").isGreaterThan(AT_LEAST);
    }

    /** The same function; constants are rounded to float, 24 bits, once more. */
    static void assertSame(long seed, Graph before, Graph after) {
        int[] ids = new Random(seed)
                .ints(before.maxTokens(), 0, RandomGraph.LEAST_VOCABULARY)
                .toArray();
        float[] expected = new DoubleExecutor(before).logits(ids);
        float[] actual = new DoubleExecutor(after).logits(ids);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                    .as(
                            "seed %d, logit %d of%n%s%s",
                            seed,
                            i,
                            GraphText.print(before).text(),
                            GraphText.print(after).text())
                    .isCloseTo(expected[i], within(1e-4 * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
