package dev.thimble.pipeline.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.pipeline.precision.BitCosts;
import dev.thimble.pipeline.precision.MatrixCosts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order in which {@code --fit} takes bits away. */
class LadderTest {
    private static final int[] LEVELS = {600, 400, 350, 300, 275, 250, 225, 200};
    private static final double CLOSE = 1e-9;

    private static WeightBits bits(int tokens, int matrices) {
        return WeightBits.of(tokens, matrices);
    }

    /** A model's parts, and what they cost. */
    private record Parts(long values, BitCosts costs) {
        static Parts random(Random random) {
            double noise = 0;
            List<BitCosts.Tokens> tokens = new ArrayList<>();
            for (int level : LEVELS) {
                noise += random.nextDouble() - 0.2;
                tokens.add(new BitCosts.Tokens(new MeanBits(level), noise));
            }
            List<MatrixCosts.Cost> each = IntStream.range(0, 4)
                    .mapToObj(at -> new MatrixCosts.Cost(
                            "matrix" + at, 100L * (1 + random.nextInt(50)), 40, random.nextDouble() - 0.1))
                    .sorted(Comparator.comparingDouble(cost -> cost.noise() / cost.weights()))
                    .toList();
            long weights = each.stream().mapToLong(MatrixCosts.Cost::weights).sum();
            return new Parts(100L * (1 + random.nextInt(300)), new BitCosts(tokens, new MatrixCosts(weights, each)));
        }

        List<Ladder.Step> steps(int model) {
            return Steps.of(model, values, costs);
        }

        double noise(MeanBits tokens) {
            return costs.tokens().stream()
                    .filter(each -> each.bits().equals(tokens))
                    .mapToDouble(BitCosts.Tokens::noise)
                    .findFirst()
                    .orElse(0);
        }

        /** With the first so many matrices in 4 bits. */
        double noise(int narrow) {
            return costs.matrices().each().stream()
                    .limit(narrow)
                    .mapToDouble(MatrixCosts.Cost::noise)
                    .sum();
        }
    }

    static List<Long> seeds() {
        return new Random(17).longs(200).boxed().toList();
    }

    /** At each turn no other choice of level and matrices saves as much for less noise. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noTurnCouldBeCheaper(long seed) {
        Parts parts = Parts.random(new Random(seed));
        double[] at = {0, 0};
        MeanBits tokens = MeanBits.ALL;
        int matrices = 0;
        for (Ladder.Step step : Ladder.of(List.of(parts.steps(0))).steps()) {
            if (step.part() == Ladder.Part.TOKENS) {
                tokens = step.to();
            } else {
                matrices++;
            }
            at[0] = saved(parts, tokens) + saved(parts, (1 << matrices) - 1);
            at[1] = parts.noise(tokens) + parts.noise(matrices);
            if (step.noisePerByte() > 0) {
                assertThat(cheapest(parts, at[0])).isGreaterThanOrEqualTo(at[1] - CLOSE);
            }
        }
        assertThat(tokens).isEqualTo(MeanBits.LEAST);
        assertThat(matrices).isEqualTo(4);
    }

    /** The least noise of all choices that save so many bytes. */
    private static double cheapest(Parts parts, double saved) {
        double least = Double.MAX_VALUE;
        for (BitCosts.Tokens level : withAll(parts)) {
            for (int set = 0; set < 16; set++) {
                if (saved(parts, level.bits()) + saved(parts, set) >= saved - CLOSE) {
                    least = Math.min(least, level.noise() + noise(parts, set));
                }
            }
        }
        return least;
    }

    private static List<BitCosts.Tokens> withAll(Parts parts) {
        List<BitCosts.Tokens> levels = new ArrayList<>(List.of(new BitCosts.Tokens(MeanBits.ALL, 0)));
        levels.addAll(parts.costs.tokens());
        return levels;
    }

    private static double saved(Parts parts, MeanBits tokens) {
        return parts.values * (800 - tokens.hundredths()) / 800.0;
    }

    private static double saved(Parts parts, int set) {
        return chosen(parts, set).stream().mapToLong(MatrixCosts.Cost::weights).sum() / 2.0;
    }

    private static double noise(Parts parts, int set) {
        return chosen(parts, set).stream().mapToDouble(MatrixCosts.Cost::noise).sum();
    }

    private static List<MatrixCosts.Cost> chosen(Parts parts, int set) {
        return IntStream.range(0, 4)
                .filter(at -> ((set >> at) & 1) != 0)
                .mapToObj(at -> parts.costs.matrices().each().get(at))
                .toList();
    }

    /** From all bits of all models to the fewest, one part of one model after the other, embeddings in hundredths. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyRungTakesLittleFromOneModel(long seed) {
        Random random = new Random(seed);
        Ladder ladder = Ladder.of(
                List.of(Parts.random(random).steps(0), Parts.random(random).steps(1)));
        List<List<WeightBits>> rungs = ladder.rungs();
        assertThat(rungs.get(0)).containsOnly(WeightBits.ALL);
        assertThat(rungs.get(rungs.size() - 1)).containsOnly(WeightBits.LEAST);
        for (int at = 1; at < rungs.size(); at++) {
            List<WeightBits> before = rungs.get(at - 1);
            List<WeightBits> now = rungs.get(at);
            assertThat(IntStream.range(0, 2).filter(model -> !now.get(model).equals(before.get(model))))
                    .hasSizeLessThanOrEqualTo(1);
            for (int model = 0; model < 2; model++) {
                int fewer = before.get(model).tokens().hundredths()
                        - now.get(model).tokens().hundredths();
                assertThat(fewer).isBetween(0, 1);
                assertThat(now.get(model).atMost(before.get(model))).isEqualTo(now.get(model));
            }
        }
        assertThat(rungs).containsAll(ladder.turns());
    }

    /** What costs nothing goes first, and of that what no instruction is paid for. */
    @Test
    void whatIsFreeGoesFirst() {
        MatrixCosts.Cost free = new MatrixCosts.Cost("free", 1000, 50, -1);
        MatrixCosts.Cost dear = new MatrixCosts.Cost("dear", 1000, 50, 8);
        BitCosts costs = new BitCosts(
                List.of(new BitCosts.Tokens(new MeanBits(400), -0.5), new BitCosts.Tokens(MeanBits.LEAST, 1)),
                new MatrixCosts(2000, List.of(free, dear)));
        assertThat(Ladder.of(List.of(Steps.of(0, 1000, costs))).turns())
                .containsExactly(
                        List.of(WeightBits.ALL),
                        List.of(bits(400, 800)),
                        List.of(bits(400, 600)),
                        List.of(bits(200, 600)),
                        List.of(bits(200, 400)));
    }

    /** A level that costs more than its neighbours' mean is passed over. */
    @Test
    void levelsAboveTheHullAreNoTurns() {
        BitCosts costs = new BitCosts(
                List.of(
                        new BitCosts.Tokens(new MeanBits(600), 5),
                        new BitCosts.Tokens(new MeanBits(400), 2),
                        new BitCosts.Tokens(MeanBits.LEAST, 100)),
                new MatrixCosts(0, List.of()));
        assertThat(Ladder.of(List.of(Steps.of(0, 1000, costs))).turns())
                .containsExactly(List.of(WeightBits.ALL), List.of(bits(400, 800)), List.of(bits(200, 800)));
    }

    @Test
    void aModelWithoutTokensHasMatricesOnly() {
        MatrixCosts.Cost only = new MatrixCosts.Cost("only", 1000, 50, 1);
        BitCosts costs =
                new BitCosts(List.of(new BitCosts.Tokens(MeanBits.LEAST, 0)), new MatrixCosts(1000, List.of(only)));
        assertThat(Steps.of(0, 0, costs)).hasSize(1);
    }

    @Test
    void whatIsLikelyEndsWithTheFewest() {
        List<List<WeightBits>> rungs = Ladder.likely(2).rungs();
        assertThat(rungs.get(0)).containsExactly(WeightBits.ALL, WeightBits.ALL);
        assertThat(rungs.get(rungs.size() - 1)).containsExactly(WeightBits.LEAST, WeightBits.LEAST);
    }

    @Test
    void ofBothTheLesserCounts() {
        assertThat(bits(300, 600).atMost(bits(400, 500))).isEqualTo(bits(300, 500));
        QuantizerOptions options = bits(275, 450).in(QuantizerOptions.all());
        assertThat(WeightBits.of(options)).isEqualTo(bits(275, 450));
    }
}
