package dev.thimble.pipeline;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.quant.TokenUse;
import dev.thimble.frontend.Model;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The token sequences that scales are taken from. */
final class CalibrationInputs {
    /** Sequences beyond this many change no scale that matters. */
    static final int MOST = 512;

    private static final int RANDOM = 64;
    private static final long SEED = 20_240_229;

    private CalibrationInputs() {}

    /** At most {@link #MOST} examples, spread evenly over the file: files are often sorted by label. */
    static List<List<Integer>> of(Examples examples, Tokenizer tokenizer, Graph graph) {
        return examples.sample(MOST).stream()
                .map(example -> ExampleIds.of(example, tokenizer, graph).ids())
                .toList();
    }

    /** How often each entry of the vocabulary occurs in all of the examples. */
    static TokenUse use(Examples examples, Tokenizer tokenizer, Graph graph) {
        return TokenUse.counted(
                graph.vocabulary(),
                counter -> examples.forEach(example -> counter.accept(
                        arrayOf(ExampleIds.of(example, tokenizer, graph).ids()))));
    }

    private static int[] arrayOf(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Random ids of many lengths, for want of sentences; ids, lengths and order are the same every time. */
    static List<List<Integer>> random(Model model) {
        SplittableRandom random = new SplittableRandom(SEED);
        int vocabulary = model.graph().vocabulary();
        List<List<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            int length = 1 + random.nextInt(Math.min(model.graph().maxTokens(), 32));
            inputs.add(IntStream.range(0, length)
                    .mapToObj(j -> random.nextInt(vocabulary))
                    .toList());
        }
        return inputs;
    }
}
