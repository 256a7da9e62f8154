package dev.thimble.pipeline.fit;

import dev.thimble.core.quant.MeanBits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which order the weights of the models of one firmware lose bits: those whose bytes cost the logits least noise go
 * first. A model's own steps stay in their order, for what comes later on a hull costs more.
 *
 * @param models how many
 * @param steps from all weights in 8 bits to all in the fewest
 */
record Ladder(int models, List<Step> steps) {
    /** Copies the list. */
    Ladder {
        steps = List.copyOf(steps);
    }

    /** What a step makes smaller. */
    enum Part {
        /** The rows of token embeddings. */
        TOKENS,
        /** Matrices of products. */
        MATRICES
    }

    /**
     * One part of one model in fewer bits than before.
     *
     * @param model its number
     * @param to bits of that part in the mean, fewer than before
     * @param noisePerByte what a byte costs the logits
     */
    record Step(int model, Part part, MeanBits to, double noisePerByte) {
        /** This step without the ones before it: in hundredths of a bit for embeddings, at once for a matrix. */
        private List<WeightBits> between(WeightBits from) {
            return switch (part) {
                case TOKENS ->
                    IntStream.iterate(from.tokens().hundredths() - 1, at -> at >= to.hundredths(), at -> at - 1)
                            .mapToObj(at -> new WeightBits(new MeanBits(at), from.matrices()))
                            .toList();
                case MATRICES -> List.of(new WeightBits(from.tokens(), to));
            };
        }
    }

    /** What costs nothing comes first, embeddings before matrices, for they cost no instructions either. */
    private static double price(Step step) {
        return Math.max(0, step.noisePerByte);
    }

    /** What is likely where nothing was measured: where the turns of other models were (decision 0043). */
    static Ladder likely(int models) {
        return new Ladder(
                models,
                Stream.of(
                                WeightBits.of(300, 800),
                                WeightBits.of(300, 600),
                                WeightBits.of(250, 600),
                                WeightBits.of(250, 400),
                                WeightBits.LEAST)
                        .flatMap(bits -> IntStream.range(0, models).boxed().flatMap(model -> steps(model, bits)))
                        .toList());
    }

    private static Stream<Step> steps(int model, WeightBits bits) {
        return Stream.of(
                new Step(model, Part.TOKENS, bits.tokens(), 0), new Step(model, Part.MATRICES, bits.matrices(), 0));
    }

    /** The steps of some models, the cheapest first. */
    static Ladder of(List<List<Step>> models) {
        return new Ladder(
                models.size(),
                models.stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingDouble(Ladder::price))
                        .toList());
    }

    /** Bits of each model, after each of the steps; first those of none. */
    List<List<WeightBits>> turns() {
        return walked(false);
    }

    /** The same with hundredths of a bit of embeddings between the steps. */
    List<List<WeightBits>> rungs() {
        return walked(true);
    }

    private List<List<WeightBits>> walked(boolean finely) {
        WeightBits[] now = new WeightBits[models];
        Arrays.fill(now, WeightBits.ALL);
        List<List<WeightBits>> rungs = new ArrayList<>();
        rungs.add(List.of(now));
        for (Step step : steps) {
            List<WeightBits> between = step.between(now[step.model]);
            for (WeightBits bits :
                    finely ? between : between.subList(Math.max(0, between.size() - 1), between.size())) {
                now[step.model] = bits;
                rungs.add(List.of(now));
            }
        }
        return rungs;
    }
}
